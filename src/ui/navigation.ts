/** The entries of the navigation: where each leads, and what whoever goes there must be allowed to do. */
export const PLACES = [
  { id: 'submit', href: '/ui', needs: 'submit' },
  { id: 'jobs', href: '/ui/jobs', needs: 'read' },
  { id: 'review', href: '/ui/to-check', needs: 'review' },
  { id: 'health', href: '/ui/health', needs: 'read' },
  { id: 'use-cases', href: '/ui/use-cases', needs: 'read' },
  { id: 'callbacks', href: '/ui/callbacks', needs: 'read' },
  { id: 'keys', href: '/ui/keys', needs: 'admin' },
  { id: 'audit', href: '/ui/audit', needs: 'admin' },
  { id: 'api', href: '/docs', needs: 'read' },
  { id: 'guide', href: '/docs/guide', needs: 'read' },
] as const;
export type Place = (typeof PLACES)[number]['id'];
