/** What crosses the wire. Written by `npm run docs` from src/contracts/. Change it there. */
export interface Schemas {
    Submission: {
        /** @description A registered use case; `use_case_inline` wins when both are given. */
        use_case?: string | null;
        /** @description A use case that is described here; null: the registered one is meant. */
        use_case_inline?: Schemas["SubmittedUseCase"] | null;
        /** @description Who submits. With a key of role `client` it is the key’s, and may be left out. Default: `"default"`. */
        ix_client_id?: string;
        /** @description Unique per client: the idempotency key. The server makes one up when it is missing. */
        request_id?: string;
        /** @description The documents. */
        context?: {
            /** @description Files: uploaded ones, or those that ix fetches. */
            files?: (string | Schemas["SubmittedFileRef"] | Schemas["SubmittedUpload"])[];
            /** @description Documents: as long as the body may be. */
            texts?: string[];
        };
        /** @description How to read, extract and answer. */
        options?: {
            /** @description How documents are read. */
            ocr?: {
                /** @description Read pictures and pages without a text layer. Default: `true`. */
                use_ocr?: boolean;
                /** @description Read only: no extraction. Default: `false`. */
                ocr_only?: boolean;
                /** @description Answer with the text that was read. Default: `false`. */
                include_ocr_text?: boolean;
                /** @description Answer with each page’s lines and words, and their boxes. Default: `false`. */
                include_geometries?: boolean;
                /** @description Take the values of an electronic invoice, a file of its own or within a PDF, before what is read on the pages. Default: `true`. */
                use_embedded?: boolean;
                /** @description ISO 639-1 or Tesseract codes; empty = the server's default. */
                languages?: string[];
            };
            /** @description What extracts. */
            gen_ai?: {
                /**
                 * @description `rules` alone, a model alone (`llm`), or the rules and a model for what they leave open (`auto`). Default: `"auto"`.
                 * @enum {string}
                 */
                engine?: "auto" | "rules" | "llm";
                /** @description The model to ask; null: the server’s. */
                model?: string | null;
                /** @description Show the model pictures of the pages beside their text. Its server must take images; without a model it has no effect. Default: `false`. */
                images?: boolean;
                /** @description Of the model, 0–2; null: the server’s. */
                temperature?: number | null;
            };
            /** @description What is told of where values stand. */
            provenance?: {
                /** @description Answer with where each value stands in the documents. Default: `true`. */
                include_provenance?: boolean;
                /** @description Places told of one value at most. Default: `10`. */
                max_sources_per_field?: number;
                /**
                 * @description `value`: the boxes of the value alone; `value_and_context`: of its label too. Default: `"value"`.
                 * @enum {string}
                 */
                source_type?: "value" | "value_and_context";
            };
            /** @description Answer with `explanations`: by which labels each field was looked for, and why each candidate lost. Default: `false`. */
            explain?: boolean;
        };
        /** @description Where the finished job is sent, signed, with retries; null: nowhere. */
        callback_url?: string | null;
        /** @description Higher runs first; −100 … 100. Default: `0`. */
        priority?: number;
        /** @description The job is held back until this time, with Z or an offset, within a year; null, or in the past: it is not. */
        not_before?: string | null;
        /** @description Seconds from its submission by which the answer is wanted: a job that has not ended by then ends in IX_003_003. Null: none. */
        deadline_seconds?: number | null;
    };
    Batch: {
        /** @description Each as `POST /jobs` takes it. Of two with the same client and request id the first is stored. */
        jobs: Schemas["Submission"][];
    };
    SubmittedUseCase: {
        /** @description The name of the use case. */
        name: string;
        /** @description What a model is told first; null: nothing beside ix’s own. */
        system_prompt?: string | null;
        /** @description What to extract. */
        fields?: Schemas["SubmittedField"][];
        /** @description A JSON Schema of an object may stand in place of `fields`. What it describes has the bounds of fields. */
        json_schema?: {
            [key: string]: unknown;
        };
        /** @description What holds between fields. */
        checks?: ({
            /**
             * @description What the check compares.
             * @constant
             */
            kind: "sum";
            /** @description Paths of the two parts. */
            parts: string[];
            /** @description Path of the total. */
            total: string;
        } | {
            /**
             * @description What the check compares.
             * @constant
             */
            kind: "balance";
            /** @description Path of the opening balance. */
            opening: string;
            /** @description Path of the closing balance. */
            closing: string;
        })[];
    };
    SubmittedField: {
        /** @description The name of the field, unique beside its siblings. */
        name: string;
        /**
         * @description The type of the value: `decimal` is a string such as "1234.56", `date` YYYY-MM-DD, `datetime` ISO 8601.
         * @enum {string}
         */
        type: "string" | "integer" | "number" | "decimal" | "date" | "datetime" | "boolean" | "object" | "array";
        /** @description The field matters: without a value it is among `needs_review`. The job is done all the same. Default: `false`. */
        required?: boolean;
        /** @description What the field is, for people and models. */
        description?: string | null;
        /** @description What the value looks like, beyond its type: `iban`, `reference`, `checkbox` …; null: what labels, choices and pattern say. */
        kind?: string | null;
        /** @description What the field is to its document: `due_date`, `total_net` …; brings what documents call it, in all languages that ix knows. */
        role?: string | null;
        /** @description What the document calls this field: "Rechnungsnummer", "Invoice no." Compared without case, accents or punctuation. */
        labels?: string[];
        /** @description What introduces the value in running text, and never heads a column: "payable by". `…` stands for up to 40 characters. */
        phrases?: string[];
        /** @description The only values allowed; for scalar fields. */
        choices?: (string | number | boolean)[] | null;
        /** @description What documents say for a choice, beside the choice itself. Kind `word`: the key '' has words that stand for themselves. */
        choice_labels?: {
            [key: string]: string[];
        };
        /** @description A JavaScript regular expression (unicode flag) the value must match whole. */
        pattern?: string | null;
        /** @description Whose it is: what stands in another party's block, or behind a word for another party, is not taken. */
        belongs_to?: ("seller" | "buyer" | "bank" | "merchant") | null;
        /** @description Which end of a range of dates. */
        range?: ("start" | "end") | null;
        /** @description Where it stands: `head`: of several, the uppermost counts; `above_bookings`: and before the rows of a statement. */
        place?: ("head" | "above_bookings") | null;
        /** @description A date or time without a label may be it: alone in the `head` of the first page, or the only one `anywhere`. */
        alone?: ("head" | "anywhere") | null;
        /** @description The text goes on in the lines below; they are joined by line breaks. Default: `false`. */
        multiline?: boolean;
        /** @description Parts of an `object`, or of each item of an `array`. */
        fields?: Schemas["SubmittedField"][] | null;
        /** @description The items of an `array` of single values. */
        items?: {
            /**
             * @description The type of each item.
             * @enum {string}
             */
            type: "string" | "integer" | "number" | "decimal" | "date" | "datetime" | "boolean";
            /** @description The field matters: without a value it is among `needs_review`. The job is done all the same. Default: `false`. */
            required?: boolean;
            /** @description What the field is, for people and models. */
            description?: string | null;
            /** @description What the value looks like, beyond its type: `iban`, `reference`, `checkbox` …; null: what labels, choices and pattern say. */
            kind?: string | null;
            /** @description What the field is to its document: `due_date`, `total_net` …; brings what documents call it, in all languages that ix knows. */
            role?: string | null;
            /** @description What the document calls this field: "Rechnungsnummer", "Invoice no." Compared without case, accents or punctuation. */
            labels?: string[];
            /** @description What introduces the value in running text, and never heads a column: "payable by". `…` stands for up to 40 characters. */
            phrases?: string[];
            /** @description The only values allowed; for scalar fields. */
            choices?: (string | number | boolean)[] | null;
            /** @description What documents say for a choice, beside the choice itself. Kind `word`: the key '' has words that stand for themselves. */
            choice_labels?: {
                [key: string]: string[];
            };
            /** @description A JavaScript regular expression (unicode flag) the value must match whole. */
            pattern?: string | null;
            /** @description Whose it is: what stands in another party's block, or behind a word for another party, is not taken. */
            belongs_to?: ("seller" | "buyer" | "bank" | "merchant") | null;
            /** @description Which end of a range of dates. */
            range?: ("start" | "end") | null;
            /** @description Where it stands: `head`: of several, the uppermost counts; `above_bookings`: and before the rows of a statement. */
            place?: ("head" | "above_bookings") | null;
            /** @description A date or time without a label may be it: alone in the `head` of the first page, or the only one `anywhere`. */
            alone?: ("head" | "anywhere") | null;
            /** @description The text goes on in the lines below; they are joined by line breaks. Default: `false`. */
            multiline?: boolean;
        } | null;
    };
    SubmittedFileRef: {
        /** @description Where the file is fetched from: http, https, or `file:` below a folder that the server opened for that. */
        url: string;
        /** @description Headers of the request that fetches it. Their values are used for that and never shown again. */
        headers?: {
            [key: string]: string;
        };
        /** @description Bytes; null = the server's IX_FILE_MAX_BYTES, which is also the ceiling. */
        max_bytes?: number | null;
        /** @description The name of the document, for people; null: it has none. */
        display_name?: string | null;
        /** @description What opens the file, where it is encrypted; never shown again. */
        password?: string | null;
    };
    SubmittedUpload: {
        /** @description The id of a file uploaded by the same client: `sha256:` and 64 hex digits. */
        file_id: string;
        /** @description The name of the document, for people; null: it has none. */
        display_name?: string | null;
        /** @description What opens the file, where it is encrypted; never shown again. */
        password?: string | null;
    };
    RedeliverMany: {
        /** @description Callbacks of exactly this client; null: of all. */
        client_id?: string | null;
        /** @description Callbacks to exactly this scheme, host and port, `https://hooks.example.com`; null: to all. */
        origin?: string | null;
        /** @description Callbacks made after this time. */
        created_after?: string | null;
        /** @description Callbacks made before this time. */
        created_before?: string | null;
        /** @description The first attempts are spread so that no more than this many are due in a second. Default: `10`. */
        per_second?: number;
    };
    EndpointName: {
        /** @description The client whose endpoint it is. */
        client_id: string;
        /**
         * Format: uri
         * @description A URL there will do: its scheme, host and port count.
         */
        origin: string;
    };
    NewSecret: {
        /**
         * @description `hmac` signs `v1` and is shared with the receiver; `ed25519` signs `v1a` and gives the receiver a public key. Default: `"hmac"`.
         * @enum {string}
         */
        kind?: "hmac" | "ed25519";
        /** @description Seconds for which the earlier secrets sign beside the new one. Default: `86400`. */
        overlap_seconds?: number;
    };
    NewReview: {
        /** @description Path, as in `response.trust`, → the right value; null: the document has none. */
        decisions?: {
            [key: string]: string | number | boolean | null | unknown[];
        };
        /** @description The review is complete, whatever is still open. Default: `false`. */
        done?: boolean;
    };
    NewKey: {
        /**
         * @description What it may do: `client` acts for its client alone; `reader` reads all; `operator` acts for all; `admin` also looks after keys. Default: `"client"`.
         * @enum {string}
         */
        role?: "client" | "reader" | "operator" | "admin";
        /** @description Role client: the client it is confined to. Else for whom it is made, which confines it to nothing. */
        client_id?: string | null;
        /** @description For people: what it is for. */
        name?: string | null;
        /** @description Until it ends by itself; null: it does not. */
        expires_in_seconds?: number | null;
        /** @description Requests in a minute, by each API process; null: as many as it will. */
        max_requests_per_minute?: number | null;
        /** @description Jobs of its client that may wait when it submits; null: IX_CLIENT_MAX_PENDING alone counts. */
        max_pending?: number | null;
        /** @description Bytes of submissions in a minute, by each API process; null: as many as it will. */
        max_upload_bytes_per_minute?: number | null;
    };
    RotateKey: {
        /** @description Seconds for which the old one works on. Default: `86400`. */
        overlap_seconds?: number;
    };
    BulkRequest: {
        /** @description Which jobs: those that match all of it. An empty one matches every job there is for the one who asks. */
        filter: {
            /** @description Jobs in one of these states. Others than the act concerns match nothing. */
            status?: ("pending" | "running" | "done" | "error")[];
            /** @description Jobs of exactly this client. */
            client_id?: string;
            /**
             * Format: uuid
             * @description Jobs that this batch made.
             */
            batch_id?: string;
            /** @description Jobs of exactly this use case. */
            use_case?: string;
            /**
             * @description Jobs that ended in error with this code.
             * @enum {string}
             */
            code?: "IX_000_000" | "IX_000_002" | "IX_000_004" | "IX_000_005" | "IX_000_006" | "IX_000_007" | "IX_000_008" | "IX_000_009" | "IX_001_000" | "IX_001_001" | "IX_002_000" | "IX_002_001" | "IX_003_000" | "IX_003_001" | "IX_003_002" | "IX_003_003";
            /** @description Text in the display name, in any case, or an id (request_id, job_id, ix_id), of which the first 6 characters are enough. */
            q?: string;
            /** @description Whether a person should look at values of it, and nobody is through with them yet. */
            needs_review?: boolean;
            /**
             * Format: date-time
             * @description Jobs submitted after this time.
             */
            created_after?: string;
            /**
             * Format: date-time
             * @description Jobs submitted before this time.
             */
            created_before?: string;
        };
        /** @description Only count them; false: act. Default: `true`. */
        dry_run?: boolean;
        /** @description `next_cursor` of an earlier answer: go on there. */
        cursor?: string;
    };
    NewSavedFilter: {
        /** @description As `POST /v1/jobs/cancel` and its like take it. */
        filter: {
            /** @description Jobs in one of these states. Others than the act concerns match nothing. */
            status?: ("pending" | "running" | "done" | "error")[];
            /** @description Jobs of exactly this client. */
            client_id?: string;
            /**
             * Format: uuid
             * @description Jobs that this batch made.
             */
            batch_id?: string;
            /** @description Jobs of exactly this use case. */
            use_case?: string;
            /**
             * @description Jobs that ended in error with this code.
             * @enum {string}
             */
            code?: "IX_000_000" | "IX_000_002" | "IX_000_004" | "IX_000_005" | "IX_000_006" | "IX_000_007" | "IX_000_008" | "IX_000_009" | "IX_001_000" | "IX_001_001" | "IX_002_000" | "IX_002_001" | "IX_003_000" | "IX_003_001" | "IX_003_002" | "IX_003_003";
            /** @description Text in the display name, in any case, or an id (request_id, job_id, ix_id), of which the first 6 characters are enough. */
            q?: string;
            /** @description Whether a person should look at values of it, and nobody is through with them yet. */
            needs_review?: boolean;
            /**
             * Format: date-time
             * @description Jobs submitted after this time.
             */
            created_after?: string;
            /**
             * Format: date-time
             * @description Jobs submitted before this time.
             */
            created_before?: string;
        };
    };
    UseCaseDefinition: {
        /** @description The name, as in the path. */
        name?: string;
        /** @description What a model is told first; null: nothing beside ix’s own. */
        system_prompt?: string | null;
        /** @description What to extract. */
        fields?: Schemas["SubmittedField"][];
        /** @description A JSON Schema of an object may stand in place of `fields`. What it describes has the bounds of fields. */
        json_schema?: {
            [key: string]: unknown;
        };
        /** @description What holds between fields. */
        checks?: ({
            /**
             * @description What the check compares.
             * @constant
             */
            kind: "sum";
            /** @description Paths of the two parts. */
            parts: string[];
            /** @description Path of the total. */
            total: string;
        } | {
            /**
             * @description What the check compares.
             * @constant
             */
            kind: "balance";
            /** @description Path of the opening balance. */
            opening: string;
            /** @description Path of the closing balance. */
            closing: string;
        })[];
        /** @description The name shown to people; absent: the name. */
        title?: string;
        /** @description What it is for. */
        description?: string | null;
    };
    NewSubscription: {
        /** @description Whose events it is told of. Absent: the client of the key; a key of no client has to name one. */
        client_id?: string;
        /**
         * Format: uri
         * @description Where the events are sent, signed and with retries as every callback is.
         */
        url: string;
        /** @description What it is told of. */
        events: ("job.started" | "job.done" | "job.error" | "job.reviewed")[];
        /** @description Headers sent with each event, `{"Authorization": "Basic …"}`, so that a receiver behind a door of its own can be reached. Their values are sealed where they are kept, and never shown again. */
        headers?: {
            [key: string]: string;
        };
    };
    SubscriptionChange: {
        /**
         * Format: uri
         * @description Where the events are sent, signed and with retries as every callback is.
         */
        url?: string;
        /** @description What it is told of. */
        events?: ("job.started" | "job.done" | "job.error" | "job.reviewed")[];
        /** @description Headers sent with each event, `{"Authorization": "Basic …"}`, so that a receiver behind a door of its own can be reached. Their values are sealed where they are kept, and never shown again. */
        headers?: {
            [key: string]: string;
        };
    };
    Job: {
        /**
         * Format: uuid
         * @description The id of the job, a UUID that sorts by time of submission.
         */
        job_id: string;
        /** @description Sixteen hex digits that ix made for the job; unlike `request_id` never a caller’s. */
        ix_id: string;
        /** @description The client that submitted it: `ix_client_id` of the request. */
        client_id: string;
        /** @description What the submitter called the request; with the client it names one job. */
        request_id: string;
        /**
         * @description `pending` waits for a worker, `running` is with one; `done` and `error` are ends and never change.
         * @enum {string}
         */
        status: "pending" | "running" | "done" | "error";
        /** @description The name of the use case; null: there was none. */
        use_case: string | null;
        /** @description The version of the use case by which it runs, the latest when it was submitted; null: the use case has no versions. */
        use_case_version: number | null;
        /** @description The name of its first file, for people; null: it has only texts. */
        display_name: string | null;
        /** @description Higher runs first; −100 … 100. */
        priority: number;
        /** @description Runs that ended without an answer (a lost worker); the present run comes on top. */
        attempts: number;
        /** @description Where the finished job is sent; null: nowhere. */
        callback_url: string | null;
        /** @description What came of the callback: `pending`, `delivered` or given up (`failed`); null: there is none yet, or none was asked for. */
        callback_status: ("pending" | "delivered" | "failed") | null;
        /** @description The worker that has or had it last; null: none yet. */
        worker_id: string | null;
        /** @description The job this one is a resubmission of. */
        origin_job_id: string | null;
        /** @description The batch that made it; null: it came alone. */
        batch_id: string | null;
        /** @description A person should look at some of its values (`response.needs_review`), and has not yet been through with them. */
        needs_review: boolean;
        /** @description It is not claimed before this time. */
        not_before: string | null;
        /** @description When it ends in IX_003_003, unless it has ended by then. */
        deadline_at: string | null;
        /** @description What keeps a pending job from being claimed, whatever its place: its `not_before`, or that its client or use case is `paused`. Null: nothing does. */
        held: ("not_before" | "paused") | null;
        /** @description Why it ended in error, for programs: `response.code`; null: it did not. */
        code: ("IX_000_000" | "IX_000_002" | "IX_000_004" | "IX_000_005" | "IX_000_006" | "IX_000_007" | "IX_000_008" | "IX_000_009" | "IX_001_000" | "IX_001_001" | "IX_002_000" | "IX_002_001" | "IX_003_000" | "IX_003_001" | "IX_003_002" | "IX_003_003") | null;
        /** @description The same in words, `response.error`, up to 300 characters. */
        error: string | null;
        /**
         * Format: date-time
         * @description When it was submitted.
         */
        created_at: string;
        /** @description When its present or last run began; null: it waits. */
        started_at: string | null;
        /** @description When it ended; null: it has not. */
        finished_at: string | null;
        /** @description Lost runs in which this job was the one suspect of its worker: what IX_MAX_ATTEMPTS counts. */
        strikes: number;
        /** @description Its runs that ended without an answer, the first one first. */
        lost_runs: Schemas["LostRun"][];
        /** @description Someone asked for it to be cancelled; a running job ends when its worker hears of it. */
        cancel_requested_at: string | null;
        /** @description Why the job ended without the callback it asked for: it could not be stored. `callback_status` is `failed` then. */
        callback_error: string | null;
        /** @description What was asked for, without secrets: passwords and header values are masked. */
        request: Schemas["Request"];
        /** @description What came of it; null until the job has ended. */
        response: Schemas["Response"] | null;
        /** @description What people decided about the answer, which itself never changes; null: nothing. */
        review: Schemas["Review"] | null;
        /** @description While pending, unless it is held back, or running: jobs before this one in claim order, and all pending and running ones. */
        queue: {
            /** @description Jobs before this one in the order in which they are claimed; 0 once it runs. */
            ahead: number;
            /** @description `ahead` stopped counting: there are at least so many. */
            ahead_is_minimum: boolean;
            /** @description All pending and running jobs. */
            total_active: number;
        } | null;
    };
    JobSummary: {
        /**
         * Format: uuid
         * @description The id of the job, a UUID that sorts by time of submission.
         */
        job_id: string;
        /** @description Sixteen hex digits that ix made for the job; unlike `request_id` never a caller’s. */
        ix_id: string;
        /** @description The client that submitted it: `ix_client_id` of the request. */
        client_id: string;
        /** @description What the submitter called the request; with the client it names one job. */
        request_id: string;
        /**
         * @description `pending` waits for a worker, `running` is with one; `done` and `error` are ends and never change.
         * @enum {string}
         */
        status: "pending" | "running" | "done" | "error";
        /** @description The name of the use case; null: there was none. */
        use_case: string | null;
        /** @description The version of the use case by which it runs, the latest when it was submitted; null: the use case has no versions. */
        use_case_version: number | null;
        /** @description The name of its first file, for people; null: it has only texts. */
        display_name: string | null;
        /** @description Higher runs first; −100 … 100. */
        priority: number;
        /** @description Runs that ended without an answer (a lost worker); the present run comes on top. */
        attempts: number;
        /** @description Where the finished job is sent; null: nowhere. */
        callback_url: string | null;
        /** @description What came of the callback: `pending`, `delivered` or given up (`failed`); null: there is none yet, or none was asked for. */
        callback_status: ("pending" | "delivered" | "failed") | null;
        /** @description The worker that has or had it last; null: none yet. */
        worker_id: string | null;
        /** @description The job this one is a resubmission of. */
        origin_job_id: string | null;
        /** @description The batch that made it; null: it came alone. */
        batch_id: string | null;
        /** @description A person should look at some of its values (`response.needs_review`), and has not yet been through with them. */
        needs_review: boolean;
        /** @description It is not claimed before this time. */
        not_before: string | null;
        /** @description When it ends in IX_003_003, unless it has ended by then. */
        deadline_at: string | null;
        /** @description What keeps a pending job from being claimed, whatever its place: its `not_before`, or that its client or use case is `paused`. Null: nothing does. */
        held: ("not_before" | "paused") | null;
        /** @description Why it ended in error, for programs: `response.code`; null: it did not. */
        code: ("IX_000_000" | "IX_000_002" | "IX_000_004" | "IX_000_005" | "IX_000_006" | "IX_000_007" | "IX_000_008" | "IX_000_009" | "IX_001_000" | "IX_001_001" | "IX_002_000" | "IX_002_001" | "IX_003_000" | "IX_003_001" | "IX_003_002" | "IX_003_003") | null;
        /** @description The same in words, `response.error`, up to 300 characters. */
        error: string | null;
        /**
         * Format: date-time
         * @description When it was submitted.
         */
        created_at: string;
        /** @description When its present or last run began; null: it waits. */
        started_at: string | null;
        /** @description When it ended; null: it has not. */
        finished_at: string | null;
    };
    JobList: {
        /** @description The jobs of this page, newest first. */
        jobs: Schemas["JobSummary"][];
        /** @description Jobs that match, before paging. */
        total: number;
        /**
         * @description `exact`; or `more_than`: counting stopped at `total` (filters by use case, time or text, past 10,000).
         * @enum {string}
         */
        total_relation: "exact" | "more_than";
        /** @description Entries that a page may have. */
        limit: number;
        /** @description Entries that were passed over; 0 when the page was asked for by cursor. */
        offset: number;
        /** @description For the older jobs after this page; null: there are none. */
        next_cursor: string | null;
        /** @description For the newer jobs before this page; null on the first page and without jobs. */
        prev_cursor: string | null;
    };
    BatchAnswer: {
        /** @description How many entries have each status. */
        created: number;
        /** @description Entries whose job was there already. */
        existing: number;
        /** @description Entries whose job was there already with another request. */
        differs: number;
        /** @description The batch: of those that are new, or, where none is, of all of them. Null: they came alone, or with several. */
        batch_id: string | null;
        /** @description One a submission, in order. */
        jobs: Schemas["BatchEntry"][];
    };
    BatchEntry: {
        /** @description Of the submission, from 0. */
        index: number;
        /**
         * @description `created`: stored now; `existing`: the same job was there; `differs`: one was there, and its request is another.
         * @enum {string}
         */
        status: "created" | "existing" | "differs";
        /**
         * Format: uuid
         * @description The job.
         */
        job_id: string;
        /** @description The client it belongs to. */
        client_id: string;
        /** @description Made up by ix where the submission had none. */
        request_id: string;
    };
    LostRun: {
        /** @description The worker whose run it was. */
        worker_id: string;
        /**
         * Format: date-time
         * @description When it began.
         */
        started_at: string;
        /**
         * Format: date-time
         * @description When the run was given up.
         */
        lost_at: string;
        /**
         * @description `heartbeat`: the lease ran out; `runtime`: it ran for twice the pipeline's deadline.
         * @enum {string}
         */
        reason: "heartbeat" | "runtime";
    };
    Request: {
        /** @description A registered use case; `use_case_inline` wins when both are given. */
        use_case: string | null;
        /** @description A use case that is described here; null: the registered one is meant. */
        use_case_inline: Schemas["UseCaseInline"] | null;
        /** @description Who submits. With a key of role `client` it is the key’s, and may be left out. Default: `"default"`. */
        ix_client_id: string;
        /** @description Unique per client: the idempotency key. The server makes one up when it is missing. */
        request_id?: string;
        /** @description The documents. */
        context: {
            /** @description Files: uploaded ones, or those that ix fetches. */
            files: (Schemas["FileRef"] | Schemas["UploadedFile"])[];
            /** @description Documents: as long as the body may be. */
            texts: string[];
        };
        /** @description How to read, extract and answer. */
        options: Schemas["Options"];
    };
    Options: {
        /** @description How documents are read. */
        ocr: {
            /** @description Read pictures and pages without a text layer. Default: `true`. */
            use_ocr: boolean;
            /** @description Read only: no extraction. Default: `false`. */
            ocr_only: boolean;
            /** @description Answer with the text that was read. Default: `false`. */
            include_ocr_text: boolean;
            /** @description Answer with each page’s lines and words, and their boxes. Default: `false`. */
            include_geometries: boolean;
            /** @description Take the values of an electronic invoice, a file of its own or within a PDF, before what is read on the pages. Default: `true`. */
            use_embedded: boolean;
            /** @description ISO 639-1 or Tesseract codes; empty = the server's default. */
            languages: string[];
        };
        /** @description What extracts. */
        gen_ai: {
            /**
             * @description `rules` alone, a model alone (`llm`), or the rules and a model for what they leave open (`auto`). Default: `"auto"`.
             * @enum {string}
             */
            engine: "auto" | "rules" | "llm";
            /** @description The model to ask; null: the server’s. */
            model: string | null;
            /** @description Show the model pictures of the pages beside their text. Its server must take images; without a model it has no effect. Default: `false`. */
            images: boolean;
            /** @description Of the model, 0–2; null: the server’s. */
            temperature: number | null;
        };
        /** @description What is told of where values stand. */
        provenance: {
            /** @description Answer with where each value stands in the documents. Default: `true`. */
            include_provenance: boolean;
            /** @description Places told of one value at most. Default: `10`. */
            max_sources_per_field: number;
            /**
             * @description `value`: the boxes of the value alone; `value_and_context`: of its label too. Default: `"value"`.
             * @enum {string}
             */
            source_type: "value" | "value_and_context";
        };
        /** @description Answer with `explanations`: by which labels each field was looked for, and why each candidate lost. Default: `false`. */
        explain: boolean;
    };
    FileRef: {
        /** @description Where the file is fetched from: http, https, or `file:` below a folder that the server opened for that. */
        url: string;
        /** @description Headers of the request that fetches it. Their values are used for that and never shown again. */
        headers: {
            [key: string]: string;
        };
        /** @description Bytes; null = the server's IX_FILE_MAX_BYTES, which is also the ceiling. */
        max_bytes: number | null;
        /** @description The name of the document, for people; null: it has none. */
        display_name: string | null;
        /** @description What opens the file, where it is encrypted; never shown again. */
        password: string | null;
    };
    UploadedFile: {
        /** @description The id of a file uploaded by the same client: `sha256:` and 64 hex digits. */
        file_id: unknown;
        /** @description The name of the document, for people; null: it has none. */
        display_name: string | null;
        /** @description What opens the file, where it is encrypted; never shown again. */
        password: string | null;
    };
    Response: {
        /** @description The name of the use case; null: there was none. */
        use_case: string | null;
        /** @description The title of the use case, for people. */
        use_case_name: string | null;
        /** @description Who submitted the request. */
        ix_client_id: string;
        /** @description What the submitter called the request; with the client it names one job. */
        request_id: string;
        /** @description Sixteen hex digits that ix made for the job; unlike `request_id` never a caller’s. */
        ix_id: string;
        /** @description What was extracted; null when nothing was. */
        ix_result: {
            /** @description Field → value, as the use case describes them. */
            result: {
                [key: string]: unknown;
            };
            /** @description How it was extracted. */
            meta_data: {
                /**
                 * @description `auto`: the rules, and a model for what they left open.
                 * @enum {string}
                 */
                engine: "rules" | "llm" | "auto";
                /** @description The model that answered; null: none was asked. */
                model_name: string | null;
                /** @description Tokens of the model; null: none was asked, or it does not say. */
                token_usage: {
                    /** @description Tokens sent to the model. */
                    prompt_tokens: number;
                    /** @description Tokens that the model answered with. */
                    completion_tokens: number;
                } | null;
            };
        } | null;
        /** @description What was read; null unless it was asked for. */
        ocr_result: {
            /** @description Text and pages, as far as asked for. */
            result: {
                /** @description All text that was read; null unless `include_ocr_text`. */
                text: string | null;
                /** @description The pages with their lines; null unless `include_geometries`. */
                pages: Schemas["Page"][] | null;
            };
            /** @description How it was read. */
            meta_data: {
                /** @description What the pages were read by. */
                engines: string[];
                /** @description Pages that were read. */
                page_count: number;
            };
        } | null;
        /** @description Where the values stand; null where nothing was extracted, or it was not asked for. */
        provenance: {
            /** @description Key: dotted path, `result.closing_balance`, `result.items.0.amount`. */
            fields: {
                [key: string]: Schemas["FieldProvenance"];
            };
            /** @description How much of the answer is told of. */
            quality_metrics: Schemas["QualityMetrics"];
        } | null;
        /** @description How far each value may be trusted. Key: as in `provenance.fields`; null where nothing was extracted. */
        trust: {
            [key: string]: Schemas["FieldTrust"];
        } | null;
        /** @description The keys of `trust` that a person should look at: values that are not of high trust, and values left out where there were runners-up. */
        needs_review: string[];
        /** @description Why each single field is what it is, each cell of the first 100 rows of a list, and each list that has no row. Key: as in `provenance.fields`; null unless `options.explain`. */
        explanations: {
            [key: string]: {
                /** @description All texts the field was looked for by, its own first. */
                labels: string[];
                /** @description Those of them that the documents have, 20 at most. */
                labels_found: {
                    /** @description Which of them. */
                    label: string;
                    /** @description The line it stands in, as in `provenance`. */
                    segment_id: string;
                    /** @description That line. */
                    snippet: string;
                }[];
                /** @description The values that were considered, the likeliest first, 10 at most. */
                candidates: {
                    /** @description What it would have been, in the field’s type. */
                    value: unknown;
                    /** @description How likely it is the answer, 0 to 1, beside the others and beside there being none; null: whoever found it does not tell. */
                    likelihood: number | null;
                    /** @description The line it stands in; null: it stands in none. */
                    segment_id: string | null;
                    /** @description That line. */
                    snippet: string | null;
                    /** @description What speaks for and against it, the weightiest first. */
                    reasons: string[];
                    /** @description Why it is not the answer; null: it is. */
                    lost: string | null;
                }[];
                /** @description `found`, or in words why the field was left empty. */
                outcome: string;
            };
        } | null;
        /** @description `CODE: message (detail=…)`; null when the job is done. */
        error: string | null;
        /** @description The error’s code, stable for programs; null when the job is done. */
        code: ("IX_000_000" | "IX_000_002" | "IX_000_004" | "IX_000_005" | "IX_000_006" | "IX_000_007" | "IX_000_008" | "IX_000_009" | "IX_001_000" | "IX_001_001" | "IX_002_000" | "IX_002_001" | "IX_003_000" | "IX_003_001" | "IX_003_002" | "IX_003_003") | null;
        /** @description What went less well, in words. */
        warning: string[];
        /** @description How the run went. */
        metadata: {
            /** @description How long each step took, in order. */
            timings: {
                /** @description The step of the pipeline. */
                step: string;
                /** @description Seconds that it took. */
                elapsed_seconds: number;
            }[];
            /** @description The pages that were turned or straightened before they were read. */
            straightened: {
                /** @description Index into `context.files`, then into `context.texts` after them. */
                file_index: number;
                /** @description 1-based within its file. */
                page_no: number;
                /**
                 * @description Degrees clockwise by which the page was turned, from how its file shows it.
                 * @enum {integer}
                 */
                turn: 0 | 90 | 180 | 270;
                /** @description Degrees clockwise by which it was straightened then, about its middle and on white, as large as that makes it. */
                angle: number;
            }[];
        };
    };
    Page: {
        /** @description 1-based within its file. */
        page_no: number;
        /** @description Index into context.files, then context.texts after them. */
        file_index: number;
        /** @description In `unit`. */
        width: number;
        /** @description In `unit`. */
        height: number;
        /**
         * @description `point` = 1/72 inch; a text has width and height 0.
         * @enum {string}
         */
        unit: "point" | "pixel" | "none";
        /**
         * @description What the lines were read from: a PDF's text layer, its picture, both, or a plain text.
         * @enum {string}
         */
        origin: "pdf-text" | "ocr" | "pdf-text+ocr" | "text";
        /**
         * @description Degrees clockwise the page is turned for display; boxes are in the turned page.
         * @enum {integer}
         */
        rotation: 0 | 90 | 180 | 270;
        /** @description Its lines, in reading order. */
        lines: Schemas["Line"][];
    };
    Line: {
        /** @description The line as it was read. */
        text: string;
        /** @description Four corners x1,y1 … x4,y4 clockwise from the top left of the text, in units of the page, from its top left. */
        bounding_box: number[];
        /** @description Its words, in order. */
        words: Schemas["Word"][];
    };
    Word: {
        /** @description The word as it was read. */
        text: string;
        /** @description Four corners x1,y1 … x4,y4 clockwise from the top left of the text, in units of the page, from its top left. */
        bounding_box: number[];
        /** @description 0–1; 1 for a text layer. */
        confidence: number;
        /** @description [start, end) in the text of its line, UTF-16 units. */
        char_span: number[];
    };
    FieldProvenance: {
        /** @description The value of the field. */
        value: unknown;
        /** @description Where the value stands. */
        sources: Schemas["Source"][];
        /** @description true: the words of its sources say the value, which does not make it the right one; false: they do not; null: nothing to verify (null value, choices). */
        provenance_verified: boolean | null;
        /** @description true: the value stands somewhere in the documents' text; false: it does not; null: too short or not checkable. */
        text_agreement: boolean | null;
        /** @description Why the value is doubtful, or was left empty, in words. */
        reasons: string[];
    };
    FieldTrust: {
        /**
         * @description `high`: at most one in 200 of such values is wrong, measured on layouts that the rules had not seen; `check`: likely right, look at it where it matters; `low`: look at it; `none`: there is no value.
         * @enum {string}
         */
        level: "high" | "check" | "low" | "none";
        /** @description How likely the value is right, 0–1; without a value how likely the best runner-up is; null: the engine does not say. */
        probability: number | null;
        /** @description Why the level is no higher, in words. */
        reasons: string[];
        /** @description What spoke for the value, the weightiest first, in words. */
        why: string[];
        /** @description The likeliest first, at most three. */
        runners_up: Schemas["RunnerUp"][];
    };
    RunnerUp: {
        /** @description The value. */
        value: unknown;
        /** @description 0–1, as of the field's own value. */
        probability: number;
        /** @description Where it stands; empty where no provenance was asked for. */
        sources: Schemas["Source"][];
    };
    Source: {
        /** @description Index into `context.files`, then into `context.texts` after them. */
        file_index: number;
        /** @description The page within its file, from 1. */
        page: number;
        /** @description Eight numbers in 0–1 of the page's width and height; null where the page has no size (texts). */
        bounding_box: number[] | null;
        /** @description The words the box covers. */
        snippet: string;
        /** @description `p{page}_l{line}`: page counts from 1 over all files, line from 0 on its page. */
        segment_id: string;
        /** @description [start, end) of the snippet in the segment's text as it was sent, UTF-16 units. */
        char_span: number[];
    };
    QualityMetrics: {
        /** @description Fields of which it is told where they stand. */
        fields_with_provenance: number;
        /** @description All fields. */
        total_fields: number;
        /** @description fields_with_provenance / total_fields, 0–1; 0 without fields. */
        coverage_rate: number;
        /** @description Sources an engine named that do not exist. */
        invalid_references: number;
        /** @description Fields whose sources say their value. */
        verified_fields: number;
        /** @description Fields whose value stands somewhere in the text. */
        text_agreement_fields: number;
    };
    UseCaseInline: {
        /** @description The name of the use case. */
        name: string;
        /** @description What a model is told first; null: nothing beside ix’s own. */
        system_prompt: string | null;
        /** @description What to extract. */
        fields?: Schemas["FieldDefinition"][];
        /** @description A JSON Schema of an object may stand in place of `fields`. What it describes has the bounds of fields. */
        json_schema?: {
            [key: string]: unknown;
        };
        /** @description What holds between fields. */
        checks: ({
            /**
             * @description What the check compares.
             * @constant
             */
            kind: "sum";
            /** @description Paths of the two parts. */
            parts: string[];
            /** @description Path of the total. */
            total: string;
        } | {
            /**
             * @description What the check compares.
             * @constant
             */
            kind: "balance";
            /** @description Path of the opening balance. */
            opening: string;
            /** @description Path of the closing balance. */
            closing: string;
        })[];
    };
    FieldDefinition: {
        /** @description The name of the field, unique beside its siblings. */
        name: string;
        /**
         * @description The type of the value: `decimal` is a string such as "1234.56", `date` YYYY-MM-DD, `datetime` ISO 8601.
         * @enum {string}
         */
        type: "string" | "integer" | "number" | "decimal" | "date" | "datetime" | "boolean" | "object" | "array";
        /** @description The field matters: without a value it is among `needs_review`. The job is done all the same. Default: `false`. */
        required: boolean;
        /** @description What the field is, for people and models. */
        description: string | null;
        /** @description What the value looks like, beyond its type: `iban`, `reference`, `checkbox` …; null: what labels, choices and pattern say. */
        kind: string | null;
        /** @description What the field is to its document: `due_date`, `total_net` …; brings what documents call it, in all languages that ix knows. */
        role: string | null;
        /** @description What the document calls this field: "Rechnungsnummer", "Invoice no." Compared without case, accents or punctuation. */
        labels: string[];
        /** @description What introduces the value in running text, and never heads a column: "payable by". `…` stands for up to 40 characters. */
        phrases: string[];
        /** @description The only values allowed; for scalar fields. */
        choices: (string | number | boolean)[] | null;
        /** @description What documents say for a choice, beside the choice itself. Kind `word`: the key '' has words that stand for themselves. */
        choice_labels: {
            [key: string]: string[];
        };
        /** @description A JavaScript regular expression (unicode flag) the value must match whole. */
        pattern: string | null;
        /** @description Whose it is: what stands in another party's block, or behind a word for another party, is not taken. */
        belongs_to: ("seller" | "buyer" | "bank" | "merchant") | null;
        /** @description Which end of a range of dates. */
        range: ("start" | "end") | null;
        /** @description Where it stands: `head`: of several, the uppermost counts; `above_bookings`: and before the rows of a statement. */
        place: ("head" | "above_bookings") | null;
        /** @description A date or time without a label may be it: alone in the `head` of the first page, or the only one `anywhere`. */
        alone: ("head" | "anywhere") | null;
        /** @description The text goes on in the lines below; they are joined by line breaks. Default: `false`. */
        multiline: boolean;
        /** @description Parts of an `object`, or of each item of an `array`. */
        fields: Schemas["FieldDefinition"][] | null;
        /** @description The items of an `array` of single values. */
        items: {
            /**
             * @description The type of each item.
             * @enum {string}
             */
            type: "string" | "integer" | "number" | "decimal" | "date" | "datetime" | "boolean";
            /** @description The field matters: without a value it is among `needs_review`. The job is done all the same. Default: `false`. */
            required: boolean;
            /** @description What the field is, for people and models. */
            description: string | null;
            /** @description What the value looks like, beyond its type: `iban`, `reference`, `checkbox` …; null: what labels, choices and pattern say. */
            kind: string | null;
            /** @description What the field is to its document: `due_date`, `total_net` …; brings what documents call it, in all languages that ix knows. */
            role: string | null;
            /** @description What the document calls this field: "Rechnungsnummer", "Invoice no." Compared without case, accents or punctuation. */
            labels: string[];
            /** @description What introduces the value in running text, and never heads a column: "payable by". `…` stands for up to 40 characters. */
            phrases: string[];
            /** @description The only values allowed; for scalar fields. */
            choices: (string | number | boolean)[] | null;
            /** @description What documents say for a choice, beside the choice itself. Kind `word`: the key '' has words that stand for themselves. */
            choice_labels: {
                [key: string]: string[];
            };
            /** @description A JavaScript regular expression (unicode flag) the value must match whole. */
            pattern: string | null;
            /** @description Whose it is: what stands in another party's block, or behind a word for another party, is not taken. */
            belongs_to: ("seller" | "buyer" | "bank" | "merchant") | null;
            /** @description Which end of a range of dates. */
            range: ("start" | "end") | null;
            /** @description Where it stands: `head`: of several, the uppermost counts; `above_bookings`: and before the rows of a statement. */
            place: ("head" | "above_bookings") | null;
            /** @description A date or time without a label may be it: alone in the `head` of the first page, or the only one `anywhere`. */
            alone: ("head" | "anywhere") | null;
            /** @description The text goes on in the lines below; they are joined by line breaks. Default: `false`. */
            multiline: boolean;
        } | null;
    };
    UseCase: {
        /** @description What requests call it. */
        name: string;
        /** @description The name shown to people. */
        title: string;
        /** @description What it is for; null: it does not say. */
        description: string | null;
        /** @description What a model is told first; null: nothing beside ix’s own. */
        system_prompt: string | null;
        /** @description What it extracts. */
        fields: Schemas["FieldDefinition"][];
        /** @description What holds between fields. */
        checks: ({
            /**
             * @description What the check compares.
             * @constant
             */
            kind: "sum";
            /** @description Paths of the two parts. */
            parts: string[];
            /** @description Path of the total. */
            total: string;
        } | {
            /**
             * @description What the check compares.
             * @constant
             */
            kind: "balance";
            /** @description Path of the opening balance. */
            opening: string;
            /** @description Path of the closing balance. */
            closing: string;
        })[];
        /** @description The JSON Schema it was given as: answers are checked against it. */
        json_schema: {
            [key: string]: unknown;
        } | null;
        /** @description The version, from 1; null: it comes with ix, or from the folder of the process that answers. */
        version: number | null;
        /** @description Since when no new job may name it; null: jobs may. */
        retired_at: string | null;
    };
    UseCaseHistory: {
        /** @description The newest first. */
        versions: {
            /** @description From 1. */
            version: number;
            /**
             * Format: date-time
             * @description When it was saved.
             */
            created_at: string;
            /** @description Who saved it, as the audit names them. */
            created_by: string;
            /** @description SHA-256 of what it says, as hex digits. */
            content_hash: string;
        }[];
    };
    UseCaseList: {
        /** @description The use cases, by name. */
        use_cases: Schemas["UseCase"][];
    };
    Callback: {
        /**
         * Format: uuid
         * @description Also the `webhook-id` of every attempt.
         */
        callback_id: string;
        /** @description The job that it tells of; null: it tries a subscription. */
        job_id: string | null;
        /**
         * @description What it tells of: the `type` of what is sent.
         * @enum {string}
         */
        event: "job.started" | "job.done" | "job.error" | "job.reviewed" | "subscription.test";
        /** @description The subscription that it is sent to; null: the `callback_url` of its job. */
        subscription_id: string | null;
        /** @description It tells of the job's review up to the decision of this number (`job.reviewed`); null: of the job's end. */
        reviewed: number | null;
        /** @description The client that it is sent for. */
        client_id: string;
        /** @description Where it is sent; what may be secret in it is masked. */
        url: string;
        /** @description Scheme, host and port of `url`. With the client it names the endpoint. */
        origin: string;
        /**
         * @description `pending`: it is not through; `delivered`: the receiver took it; `failed`: it was given up.
         * @enum {string}
         */
        status: "pending" | "delivered" | "failed";
        /** @description Attempts made. */
        attempts: number;
        /** @description The earliest time of the next attempt; null when there is none. */
        next_attempt_at: string | null;
        /** @description It waits because its endpoint is paused. */
        paused: boolean;
        /** @description Of the last attempt. */
        last_status_code: number | null;
        /** @description Of the last attempt; null when that delivered it, and before the first. */
        last_error: string | null;
        /**
         * Format: date-time
         * @description When it was made.
         */
        created_at: string;
        /** @description When it was delivered or given up; null: neither yet. */
        finished_at: string | null;
        /** @description First attempt first. */
        log: Schemas["CallbackAttempt"][];
    };
    CallbackSummary: {
        /**
         * Format: uuid
         * @description Also the `webhook-id` of every attempt.
         */
        callback_id: string;
        /** @description The job that it tells of; null: it tries a subscription. */
        job_id: string | null;
        /**
         * @description What it tells of: the `type` of what is sent.
         * @enum {string}
         */
        event: "job.started" | "job.done" | "job.error" | "job.reviewed" | "subscription.test";
        /** @description The subscription that it is sent to; null: the `callback_url` of its job. */
        subscription_id: string | null;
        /** @description It tells of the job's review up to the decision of this number (`job.reviewed`); null: of the job's end. */
        reviewed: number | null;
        /** @description The client that it is sent for. */
        client_id: string;
        /** @description Where it is sent; what may be secret in it is masked. */
        url: string;
        /** @description Scheme, host and port of `url`. With the client it names the endpoint. */
        origin: string;
        /**
         * @description `pending`: it is not through; `delivered`: the receiver took it; `failed`: it was given up.
         * @enum {string}
         */
        status: "pending" | "delivered" | "failed";
        /** @description Attempts made. */
        attempts: number;
        /** @description The earliest time of the next attempt; null when there is none. */
        next_attempt_at: string | null;
        /** @description It waits because its endpoint is paused. */
        paused: boolean;
        /** @description Of the last attempt. */
        last_status_code: number | null;
        /** @description Of the last attempt; null when that delivered it, and before the first. */
        last_error: string | null;
        /**
         * Format: date-time
         * @description When it was made.
         */
        created_at: string;
        /** @description When it was delivered or given up; null: neither yet. */
        finished_at: string | null;
    };
    CallbackAttempt: {
        /** @description 1 for the first. */
        attempt: number;
        /**
         * Format: date-time
         * @description When the attempt began.
         */
        started_at: string;
        /** @description Milliseconds from before the connection was opened until the answer was read. */
        duration_ms: number;
        /** @description The HTTP status; null when no answer came. */
        status_code: number | null;
        /** @description Why the attempt failed, in plain words; null when it did not. */
        error: string | null;
        /** @description How the answer's body began; null when there was none. */
        response_excerpt: string | null;
        /** @description When the next one was planned for; null when this was the last. */
        next_attempt_at: string | null;
    };
    CallbackEvent: Schemas["JobEvent"] | Schemas["TestEvent"];
    JobEvent: {
        /**
         * @description What happened.
         * @enum {string}
         */
        type: "job.started" | "job.done" | "job.error" | "job.reviewed";
        /**
         * Format: date-time
         * @description When the job started, finished, or was decided about last, not when this was sent: that is the `webhook-timestamp` header.
         */
        timestamp: string;
        /** @description The job as `GET /jobs/{job_id}` shows it, but for the URLs of its files; or, when it has `thin`, where it is. */
        data: Schemas["ToldJob"] | Schemas["ThinJob"];
    };
    TestEvent: {
        /**
         * @description What happened: somebody tries the endpoint.
         * @constant
         */
        type: "subscription.test";
        /**
         * Format: date-time
         * @description When that was asked for.
         */
        timestamp: string;
        /** @description The subscription that is tried. */
        data: Schemas["TestedSubscription"];
    };
    ToldJob: {
        /**
         * Format: uuid
         * @description The id of the job, a UUID that sorts by time of submission.
         */
        job_id: string;
        /** @description Sixteen hex digits that ix made for the job; unlike `request_id` never a caller’s. */
        ix_id: string;
        /** @description The client that submitted it: `ix_client_id` of the request. */
        client_id: string;
        /** @description What the submitter called the request; with the client it names one job. */
        request_id: string;
        /**
         * @description `pending` waits for a worker, `running` is with one; `done` and `error` are ends and never change.
         * @enum {string}
         */
        status: "pending" | "running" | "done" | "error";
        /** @description The name of the use case; null: there was none. */
        use_case: string | null;
        /** @description The version of the use case by which it runs, the latest when it was submitted; null: the use case has no versions. */
        use_case_version: number | null;
        /** @description The name of its first file, for people; null: it has only texts. */
        display_name: string | null;
        /** @description Higher runs first; −100 … 100. */
        priority: number;
        /** @description Runs that ended without an answer (a lost worker); the present run comes on top. */
        attempts: number;
        /** @description Where the finished job is sent; null: nowhere. */
        callback_url: string | null;
        /** @description What came of the callback: `pending`, `delivered` or given up (`failed`); null: there is none yet, or none was asked for. */
        callback_status: ("pending" | "delivered" | "failed") | null;
        /** @description The worker that has or had it last; null: none yet. */
        worker_id: string | null;
        /** @description The job this one is a resubmission of. */
        origin_job_id: string | null;
        /** @description The batch that made it; null: it came alone. */
        batch_id: string | null;
        /** @description A person should look at some of its values (`response.needs_review`), and has not yet been through with them. */
        needs_review: boolean;
        /** @description It is not claimed before this time. */
        not_before: string | null;
        /** @description When it ends in IX_003_003, unless it has ended by then. */
        deadline_at: string | null;
        /** @description What keeps a pending job from being claimed, whatever its place: its `not_before`, or that its client or use case is `paused`. Null: nothing does. */
        held: ("not_before" | "paused") | null;
        /** @description Why it ended in error, for programs: `response.code`; null: it did not. */
        code: ("IX_000_000" | "IX_000_002" | "IX_000_004" | "IX_000_005" | "IX_000_006" | "IX_000_007" | "IX_000_008" | "IX_000_009" | "IX_001_000" | "IX_001_001" | "IX_002_000" | "IX_002_001" | "IX_003_000" | "IX_003_001" | "IX_003_002" | "IX_003_003") | null;
        /** @description The same in words, `response.error`, up to 300 characters. */
        error: string | null;
        /**
         * Format: date-time
         * @description When it was submitted.
         */
        created_at: string;
        /** @description When its present or last run began; null: it waits. */
        started_at: string | null;
        /** @description When it ended; null: it has not. */
        finished_at: string | null;
        /** @description Lost runs in which this job was the one suspect of its worker: what IX_MAX_ATTEMPTS counts. */
        strikes: number;
        /** @description Its runs that ended without an answer, the first one first. */
        lost_runs: Schemas["LostRun"][];
        /** @description Someone asked for it to be cancelled; a running job ends when its worker hears of it. */
        cancel_requested_at: string | null;
        /** @description Why the job ended without the callback it asked for: it could not be stored. `callback_status` is `failed` then. */
        callback_error: string | null;
        /** @description What was asked for; of files named by URL the name alone. */
        request: Schemas["ToldRequest"];
        /** @description What came of it; null until the job has ended. */
        response: Schemas["Response"] | null;
        /** @description What people decided about the answer, which itself never changes; null: nothing. */
        review: Schemas["Review"] | null;
        /** @description While pending, unless it is held back, or running: jobs before this one in claim order, and all pending and running ones. */
        queue: {
            /** @description Jobs before this one in the order in which they are claimed; 0 once it runs. */
            ahead: number;
            /** @description `ahead` stopped counting: there are at least so many. */
            ahead_is_minimum: boolean;
            /** @description All pending and running jobs. */
            total_active: number;
        } | null;
    };
    ToldRequest: {
        /** @description A registered use case; `use_case_inline` wins when both are given. */
        use_case: string | null;
        /** @description A use case that is described here; null: the registered one is meant. */
        use_case_inline: Schemas["UseCaseInline"] | null;
        /** @description Who submits. With a key of role `client` it is the key’s, and may be left out. Default: `"default"`. */
        ix_client_id: string;
        /** @description Unique per client: the idempotency key. The server makes one up when it is missing. */
        request_id?: string;
        /** @description The documents. */
        context: {
            /** @description Files: uploaded ones, or those that ix fetches. */
            files: ({
                /** @description The name of the file, for people; null: it has none. */
                display_name: string | null;
            } | Schemas["UploadedFile"])[];
            /** @description Documents that are plain text. */
            texts: string[];
        };
        /** @description How to read, extract and answer. */
        options: Schemas["Options"];
    };
    ThinJob: {
        /**
         * Format: uuid
         * @description The id of the job, a UUID that sorts by time of submission.
         */
        job_id: string;
        /** @description Sixteen hex digits that ix made for the job; unlike `request_id` never a caller’s. */
        ix_id: string;
        /** @description The client it belongs to. */
        client_id: string;
        /** @description What the submitter called the request; with the client it names one job. */
        request_id: string;
        /**
         * @description How the job ended; `running` when it has started.
         * @enum {string}
         */
        status: "pending" | "running" | "done" | "error";
        /** @description Where the whole job is: below IX_PUBLIC_URL, or a path when that is not set. */
        url: string;
        /** @description Why the whole job is not in here. */
        thin: {
            /**
             * @description `configured`: IX_CALLBACK_PAYLOAD; `too_large`: the whole would be more than IX_CALLBACK_MAX_BYTES.
             * @enum {string}
             */
            reason: "configured" | "too_large";
            /** @description Of the body with the whole job. */
            full_bytes: number;
        };
    };
    CallbackList: {
        /** @description The callbacks, newest first. */
        callbacks: Schemas["CallbackSummary"][];
        /** @description For the older callbacks after this page; null: there are none. */
        next_cursor: string | null;
    };
    JobCallbacks: {
        /** @description The callbacks, oldest first. */
        callbacks: Schemas["Callback"][];
    };
    Redelivered: {
        /** @description Callbacks that are pending again. */
        redelivered: number;
        /** @description More match: ask again. */
        more: boolean;
    };
    Endpoint: {
        /** @description The client it belongs to. */
        client_id: string;
        /** @description Scheme, host and port. */
        origin: string;
        /** @description Since when nothing is sent to it; null: it is not paused. */
        paused_at: string | null;
        /** @description `breaker`: it kept failing, and is tried again at `probe_at`; `operator`: until somebody resumes it. */
        paused_by: ("breaker" | "operator") | null;
        /** @description When one callback is sent to see whether it works again. */
        probe_at: string | null;
        /** @description Callbacks that wait for it, due or not. */
        pending: number;
        /** @description Of its last attempts, as many as count (IX_CALLBACK_PAUSE_AFTER). */
        recent: {
            /** @description Attempts that count. */
            attempts: number;
            /** @description Those of them that failed. */
            failures: number;
        };
        /** @description Why the last attempt failed; null: it did not. */
        last_error: string | null;
        /** @description When it last took a callback; null: never. */
        last_success_at: string | null;
        /** @description When an attempt last failed; null: never. */
        last_failure_at: string | null;
    };
    EndpointList: {
        /** @description The endpoints, those that are paused first. */
        endpoints: Schemas["Endpoint"][];
    };
    Subscription: {
        /**
         * Format: uuid
         * @description The id of the subscription.
         */
        subscription_id: string;
        /** @description Whose events it is told of. */
        client_id: string;
        /** @description Where they are sent; what may be secret in it is masked. */
        url: string;
        /** @description Scheme, host and port of `url`. With the client it names the endpoint, which may be paused. */
        origin: string;
        /** @description What it is told of. */
        events: ("job.started" | "job.done" | "job.error" | "job.reviewed")[];
        /** @description Headers sent with each event; their values are masked. */
        headers: {
            [key: string]: string;
        };
        /**
         * Format: date-time
         * @description When it was made.
         */
        created_at: string;
        /**
         * Format: date-time
         * @description When it was last changed.
         */
        updated_at: string;
    };
    SubscriptionList: {
        /** @description Those of a client together, the oldest first. */
        subscriptions: Schemas["Subscription"][];
    };
    TestedSubscription: {
        /**
         * Format: uuid
         * @description The subscription that is tried.
         */
        subscription_id: string;
        /** @description The client that it is of. */
        client_id: string;
    };
    ClientSecret: {
        /**
         * Format: uuid
         * @description The id of the secret.
         */
        secret_id: string;
        /** @description The client whose callbacks it signs. */
        client_id: string;
        /**
         * @description `hmac` signs `v1`, `ed25519` signs `v1a`; `server` is the server's own, still in use while the client changes over.
         * @enum {string}
         */
        kind: "hmac" | "ed25519" | "server";
        /** @description Enough to tell two apart: `whsec_MfKQ…`. */
        masked: string;
        /** @description What verifies an ed25519 signature, `whpk_…`: no secret. Null for the other kinds. */
        public_key: string | null;
        /**
         * Format: date-time
         * @description When it was made.
         */
        created_at: string;
        /** @description It signs until then; null: until it is rotated or revoked. */
        expires_at: string | null;
    };
    ClientSecretList: {
        /** @description The secrets that sign, those of a client together, the newest first. */
        secrets: Schemas["ClientSecret"][];
    };
    CreatedSecret: {
        /**
         * Format: uuid
         * @description The id of the secret.
         */
        secret_id: string;
        /** @description The client whose callbacks it signs. */
        client_id: string;
        /**
         * @description `hmac` signs `v1`, `ed25519` signs `v1a`; `server` is the server's own, still in use while the client changes over.
         * @enum {string}
         */
        kind: "hmac" | "ed25519" | "server";
        /** @description Enough to tell two apart: `whsec_MfKQ…`. */
        masked: string;
        /** @description What verifies an ed25519 signature, `whpk_…`: no secret. Null for the other kinds. */
        public_key: string | null;
        /**
         * Format: date-time
         * @description When it was made.
         */
        created_at: string;
        /** @description It signs until then; null: until it is rotated or revoked. */
        expires_at: string | null;
        /** @description `whsec_…` for the receiver; null for ed25519, whose receivers need the public key alone. */
        secret: string | null;
    };
    Review: {
        /** @description Nothing is open any more, or the reviewer said that it is done. */
        complete: boolean;
        /** @description What of `response.needs_review` nobody has decided yet. */
        open: string[];
        /** @description All there ever were, the first one first; of a path the last one counts. */
        decisions: Schemas["Decision"][];
        /** @description `response.ix_result.result` with what was decided in its places. */
        result: {
            [key: string]: unknown;
        };
    };
    Decision: {
        /** @description From 1, in the order of the decisions. */
        number: number;
        /** @description As in `response.trust`; null for `done`. */
        path: string | null;
        /**
         * @description How it was decided.
         * @enum {string}
         */
        kind: "confirmed" | "picked" | "typed" | "left_empty" | "done";
        /** @description The value that was decided for; null: there is none, or `kind` is `done`. */
        value: string | number | boolean | null | unknown[];
        /** @description `key 2f6k…`, `IX_ADMIN_KEY`, `this machine`. */
        by: string;
        /**
         * Format: date-time
         * @description When it was decided.
         */
        at: string;
    };
    ReviewedJob: {
        /**
         * Format: uuid
         * @description The id of the job, a UUID that sorts by time of submission.
         */
        job_id: string;
        /** @description The client it belongs to. */
        client_id: string;
        /** @description What the submitter called the request; with the client it names one job. */
        request_id: string;
        /** @description The name of the use case; null: there was none. */
        use_case: string | null;
        /** @description The name of the document, for people; null: it has none. */
        display_name: string | null;
        /** @description What was decided. */
        review: Schemas["Review"];
    };
    Key: {
        /** @description What names the key: what stands between the first two `_` of it. */
        key_id: string;
        /**
         * @description What it may do.
         * @enum {string}
         */
        role: "client" | "reader" | "operator" | "admin";
        /** @description The client it is confined to, or made for; null: none. */
        client_id: string | null;
        /** @description What it is for, in words; null: nobody said. */
        name: string | null;
        /**
         * Format: date-time
         * @description When it was made.
         */
        created_at: string;
        /** @description Who made it. */
        created_by: string;
        /** @description When it ends by itself; null: it does not. */
        expires_at: string | null;
        /** @description When it was revoked; null: it was not. */
        revoked_at: string | null;
        /** @description To the minute. */
        last_used_at: string | null;
        /** @description Requests in a minute, by each API process; null: as many as it will. */
        max_requests_per_minute: number | null;
        /** @description Jobs of its client that may wait when it submits; null: IX_CLIENT_MAX_PENDING alone counts. */
        max_pending: number | null;
        /** @description Bytes of submissions in a minute, by each API process; null: as many as it will. */
        max_upload_bytes_per_minute: number | null;
    };
    KeyList: {
        /** @description The keys, newest first. */
        keys: Schemas["Key"][];
    };
    AuditEntry: {
        /**
         * Format: uuid
         * @description The id of the entry.
         */
        entry_id: string;
        /**
         * Format: date-time
         * @description When it was done.
         */
        at: string;
        /** @description `key 2f6k…`, `IX_ADMIN_KEY`, `this machine`. */
        who: string;
        /** @description Null: ix had no keys then. */
        role: string | null;
        /** @description What was done. */
        act: string;
        /** @description What it was done to: `job 0193…`, `key 2f6k…`, `endpoint https://…`. */
        target: string;
        /** @description Whose that is. */
        client_id: string | null;
    };
    AuditList: {
        /** @description The entries of this page, newest first. */
        entries: Schemas["AuditEntry"][];
        /** @description For the older entries after this page; null: there are none. */
        next_cursor: string | null;
    };
    CreatedKey: {
        /** @description What names the key: what stands between the first two `_` of it. */
        key_id: string;
        /**
         * @description What it may do.
         * @enum {string}
         */
        role: "client" | "reader" | "operator" | "admin";
        /** @description The client it is confined to, or made for; null: none. */
        client_id: string | null;
        /** @description What it is for, in words; null: nobody said. */
        name: string | null;
        /**
         * Format: date-time
         * @description When it was made.
         */
        created_at: string;
        /** @description Who made it. */
        created_by: string;
        /** @description When it ends by itself; null: it does not. */
        expires_at: string | null;
        /** @description When it was revoked; null: it was not. */
        revoked_at: string | null;
        /** @description To the minute. */
        last_used_at: string | null;
        /** @description Requests in a minute, by each API process; null: as many as it will. */
        max_requests_per_minute: number | null;
        /** @description Jobs of its client that may wait when it submits; null: IX_CLIENT_MAX_PENDING alone counts. */
        max_pending: number | null;
        /** @description Bytes of submissions in a minute, by each API process; null: as many as it will. */
        max_upload_bytes_per_minute: number | null;
        /** @description The key itself: `Authorization: Bearer` with it. */
        key: string;
    };
    StoredFile: {
        /** @description What jobs of the same client name it by: `sha256:` and the SHA-256 of its bytes. */
        file_id: string;
        /** @description Whose it is: no other client’s jobs can name it. */
        client_id: string;
        /** @description Bytes. */
        size: number;
        /**
         * Format: date-time
         * @description When it was stored first.
         */
        created_at: string;
        /** @description A job has it: it stays as long as its last one. */
        used: boolean;
        /** @description Until then it stays without a job; null: it came with one. */
        kept_until: string | null;
    };
    Pause: {
        /**
         * @description `client`, `use_case`: jobs of it are not claimed; `worker`: it claims nothing new.
         * @enum {string}
         */
        kind: "client" | "use_case" | "worker";
        /** @description Which client, use case or worker. */
        name: string;
        /**
         * Format: date-time
         * @description Since when.
         */
        paused_at: string;
        /** @description Who paused it. */
        paused_by: string;
    };
    PauseList: {
        /** @description The newest first. */
        pauses: Schemas["Pause"][];
    };
    Worker: {
        /** @description Host, pid and a random part: the `worker_id` of its jobs. */
        worker_id: string;
        /** @description The name of its machine or container. */
        host: string;
        /** @description Its process there. */
        pid: number;
        /** @description The version of ix that it runs. */
        version: string;
        /**
         * @description `stopped`: it said that it stops; `gone`: without a word it has not been seen for 15 seconds.
         * @enum {string}
         */
        state: "live" | "stopped" | "gone";
        /** @description Somebody said that it is to claim nothing new: see `PUT /v1/pauses/{kind}/{name}`. */
        quiet: boolean;
        /**
         * Format: date-time
         * @description Since when it is there.
         */
        started_at: string;
        /**
         * Format: date-time
         * @description When it last told of itself, which it does every five seconds.
         */
        seen_at: string;
        /** @description When it stopped; null: it did not say so. */
        stopped_at: string | null;
        /** @description Jobs that it runs at a time, at most. */
        slots: number;
        /** @description Jobs that it ran when it was last seen. */
        running: number;
        /** @description The share of its slots that had jobs in the seconds before it was last seen. */
        busy: number;
        /** @description Memory of its process when it was last seen (resident set). */
        memory_bytes: number;
        /** @description It runs jobs with these use cases alone; null: with any. */
        use_cases: string[] | null;
        /** @description It runs jobs that name these engines alone; null: any. */
        engines: string[] | null;
    };
    WorkerList: {
        /** @description Those that live, by id; then those of the last hour, the last seen first. At most 200. */
        workers: Schemas["Worker"][];
    };
    SavedFilter: {
        /** @description What it is called. */
        name: string;
        /** @description Which jobs: those that match all of it. */
        filter: {
            /** @description Jobs in one of these states. Others than the act concerns match nothing. */
            status?: ("pending" | "running" | "done" | "error")[];
            /** @description Jobs of exactly this client. */
            client_id?: string;
            /** @description Jobs that this batch made. */
            batch_id?: unknown;
            /** @description Jobs of exactly this use case. */
            use_case?: string;
            /**
             * @description Jobs that ended in error with this code.
             * @enum {string}
             */
            code?: "IX_000_000" | "IX_000_002" | "IX_000_004" | "IX_000_005" | "IX_000_006" | "IX_000_007" | "IX_000_008" | "IX_000_009" | "IX_001_000" | "IX_001_001" | "IX_002_000" | "IX_002_001" | "IX_003_000" | "IX_003_001" | "IX_003_002" | "IX_003_003";
            /** @description Text in the display name, in any case, or an id (request_id, job_id, ix_id), of which the first 6 characters are enough. */
            q?: string;
            /** @description Whether a person should look at values of it, and nobody is through with them yet. */
            needs_review?: boolean;
            /**
             * Format: date-time
             * @description Jobs submitted after this time.
             */
            created_after?: string;
            /**
             * Format: date-time
             * @description Jobs submitted before this time.
             */
            created_before?: string;
        };
        /**
         * Format: date-time
         * @description When it was kept first.
         */
        created_at: string;
    };
    SavedFilterList: {
        /** @description By name. */
        filters: Schemas["SavedFilter"][];
    };
    BulkAnswer: {
        /** @description Nothing was done. */
        dry_run: boolean;
        /** @description Jobs that match and that the act may concern; not in a dry run: that were looked at. */
        matching: number;
        /**
         * @description `more_than`: there are more, and counting or acting stopped there.
         * @enum {string}
         */
        matching_relation: "exact" | "more_than";
        /** @description Jobs that it was done to. */
        applied: number;
        /** @description There may be more: send the same with this `cursor`, and the same Idempotency-Key. Null: that was all. */
        next_cursor: string | null;
    };
    BatchLine: {
        /** @description Of the submission, from 0. */
        index: number;
        /**
         * @description As in the answer to JSON; `refused`: it is not stored, and `problem` says why.
         * @enum {string}
         */
        status: "created" | "existing" | "differs" | "refused";
        /** @description The job; null: it is not stored. */
        job_id: string | null;
        /** @description The client it belongs to; null: it is not stored. */
        client_id: string | null;
        /** @description Its request id; null: it is not stored. */
        request_id: string | null;
        /** @description The batch that made the job; null: it came alone, or is not stored. */
        batch_id: string | null;
        /** @description What is wrong with this line, with pointers into it; null: it is stored. */
        problem: Schemas["Problem"] | null;
    };
    ShownBatch: {
        /**
         * Format: uuid
         * @description The batch.
         */
        batch_id: string;
        /** @description Jobs of it that wait. */
        pending: number;
        /** @description Jobs of it that run. */
        running: number;
        /** @description Jobs of it that have ended well. */
        done: number;
        /** @description Jobs of it that have ended in error. */
        error: number;
        /**
         * Format: date-time
         * @description When it was submitted.
         */
        created_at: string;
        /** @description When the last of its jobs ended; null: not all have. */
        finished_at: string | null;
    };
    DeletedClient: {
        /** @description Whose data went. */
        client_id: string;
        /** @description Jobs that went, with their callbacks, reviews and secrets. */
        jobs: number;
        /** @description Uploaded files that went. */
        files: number;
        /** @description Endpoints of callbacks that were forgotten. */
        endpoints: number;
        /** @description Endpoints registered for events that went. */
        subscriptions: number;
        /** @description Signing secrets that went. */
        secrets: number;
        /** @description Keys of role `client` that went: they let nobody in any more. */
        keys: number;
        /** @description There are more jobs or files than go in one call: send the same again. Keys and the rest go with the last. */
        more: boolean;
    };
    Health: {
        /** @description The database. */
        postgres: {
            /** @description Nothing is wrong with it. */
            ok: boolean;
            /**
             * @description `absent`: it is switched off, or not configured; that is no fault.
             * @enum {string}
             */
            state: "well" | "absent" | "ill";
            /** @description In words: what answered, or why it does not. */
            detail: string | null;
        };
        /** @description The queue of tickets. */
        queue: {
            /** @description Nothing is wrong with it. */
            ok: boolean;
            /**
             * @description `absent`: it is switched off, or not configured; that is no fault.
             * @enum {string}
             */
            state: "well" | "absent" | "ill";
            /** @description In words: what answered, or why it does not. */
            detail: string | null;
        };
        /** @description Workers that are alive. */
        worker: {
            /** @description Nothing is wrong with it. */
            ok: boolean;
            /**
             * @description `absent`: it is switched off, or not configured; that is no fault.
             * @enum {string}
             */
            state: "well" | "absent" | "ill";
            /** @description In words: what answered, or why it does not. */
            detail: string | null;
        };
        /** @description The reading of pictures. */
        ocr: {
            /** @description Nothing is wrong with it. */
            ok: boolean;
            /**
             * @description `absent`: it is switched off, or not configured; that is no fault.
             * @enum {string}
             */
            state: "well" | "absent" | "ill";
            /** @description In words: what answered, or why it does not. */
            detail: string | null;
        };
        /** @description The model server. */
        llm: {
            /** @description Nothing is wrong with it. */
            ok: boolean;
            /**
             * @description `absent`: it is switched off, or not configured; that is no fault.
             * @enum {string}
             */
            state: "well" | "absent" | "ill";
            /** @description In words: what answered, or why it does not. */
            detail: string | null;
        };
    };
    Status: {
        /**
         * @description Always `ok`.
         * @constant
         */
        status: "ok";
    };
    Metrics: {
        /** @description The metrics. */
        metrics: {
            /** @description The name of the metric. */
            name: string;
            /** @description What it counts. */
            help: string;
            /** @description counter, gauge, histogram or summary. */
            type: string;
            /** @description Its values, one for each set of labels. */
            values: {
                /** @description That of the family, or with `_bucket`, `_sum`, `_count` behind it. */
                name: string;
                /** @description Label → value. */
                labels: {
                    [key: string]: string;
                };
                /** @description Times are in seconds, sizes in bytes. Null: nothing was measured since the last look. */
                value: number | null;
            }[];
        }[];
    };
    OpenApi: {
        /** @description The version of OpenAPI. */
        openapi: string;
    } & {
        [key: string]: unknown;
    };
    Problem: {
        /** @description `/docs/problems/<kind>` */
        type: string;
        /** @description The kind of problem, in words. */
        title: string;
        /** @description The HTTP status. */
        status: number;
        /** @description This occurrence, in words. */
        detail?: string;
        /** @description The `X-Request-Id` of the answer: the log has the same one. */
        request_id?: string;
        /** @description kinds `request-differs` and `key-reused`: the job that has this client's request id. */
        job_id?: string;
        /** @description Each fault of the request; at most 100. */
        errors?: {
            /** @description JSON Pointer (RFC 6901) into the JSON body. */
            pointer?: string;
            /** @description Name of a query parameter or of a multipart part. */
            parameter?: string;
            /** @description What was expected there. */
            detail: string;
        }[];
    };
    Bytes: string;
    Image: string;
    EventStream: string;
    MetricsText: string;
    MultipartSubmission: {
        /** @description The request, as JSON. */
        request: Schemas["Submission"];
        /** @description The files themselves, each a part of this name with a file name. */
        files?: string[];
    };
    Operations: {
        /** @description Submit documents for extraction. */
        submitJob: {
            ask: {
                body: Schemas["Submission"];
            };
            answer: Schemas["Job"];
        };
        /** @description List jobs, newest first. */
        listJobs: {
            ask: {
                /** @description Jobs in this state; may be repeated. An empty one (`status=`) matches nothing. */
                status?: ("pending" | "running" | "done" | "error")[];
                /** @description Jobs of exactly this client. */
                client_id?: string;
                /**
                 * Format: uuid
                 * @description Jobs that this batch made.
                 */
                batch_id?: string;
                /** @description Jobs of exactly this use case. */
                use_case?: string;
                /**
                 * @description Jobs that ended in error with this code: `IX_003_000` are the cancelled ones.
                 * @enum {string}
                 */
                code?: "IX_000_000" | "IX_000_002" | "IX_000_004" | "IX_000_005" | "IX_000_006" | "IX_000_007" | "IX_000_008" | "IX_000_009" | "IX_001_000" | "IX_001_001" | "IX_002_000" | "IX_002_001" | "IX_003_000" | "IX_003_001" | "IX_003_002" | "IX_003_003";
                /** @description Text in the display name, in any case, or an id (request_id, job_id, ix_id), of which the first 6 characters are enough; at least 3 characters. */
                q?: string;
                /**
                 * @description `true`: jobs with values that a person should look at, and that nobody is through with yet; `false`: all others.
                 * @enum {string}
                 */
                needs_review?: "true" | "false";
                /** @description Jobs submitted after this time; a date alone is its midnight in UTC. */
                created_after?: string;
                /** @description Jobs submitted before this time. */
                created_before?: string;
                /** @description Jobs on a page; more than 200 is cut down to it. */
                limit?: number;
                /** @description Jobs to pass over; deeper than that goes by `cursor`. Not together with it. */
                offset?: number;
                /** @description `next_cursor` or `prev_cursor` of an earlier answer: as fast on any page, and in step while jobs come in. */
                cursor?: string;
            };
            answer: Schemas["JobList"];
        };
        /** @description Submit up to 1000 jobs at once. */
        submitJobs: {
            ask: {
                body: Schemas["Batch"];
            };
            answer: Schemas["BatchAnswer"];
        };
        /** @description How far the jobs of a batch are. */
        getBatch: {
            ask: {
                /**
                 * Format: uuid
                 * @description The `batch_id` of the answer to `POST /jobs/batch`.
                 */
                batch_id: string;
            };
            answer: Schemas["ShownBatch"];
        };
        /** @description Cancel the jobs of a batch that wait or run. */
        cancelBatch: {
            ask: {
                /**
                 * Format: uuid
                 * @description The `batch_id` of the answer to `POST /jobs/batch`.
                 */
                batch_id: string;
            };
            answer: Schemas["ShownBatch"];
        };
        /** @description Cancel all jobs that match a filter. */
        cancelJobs: {
            ask: {
                body: Schemas["BulkRequest"];
            };
            answer: Schemas["BulkAnswer"];
        };
        /** @description Submit all jobs that match a filter once more. */
        resubmitJobs: {
            ask: {
                body: Schemas["BulkRequest"];
            };
            answer: Schemas["BulkAnswer"];
        };
        /** @description Send the callbacks of all jobs that match a filter again. */
        redeliverJobs: {
            ask: {
                body: Schemas["BulkRequest"];
            };
            answer: Schemas["BulkAnswer"];
        };
        /** @description One job by its id. */
        getJob: {
            ask: {
                /**
                 * Format: uuid
                 * @description The `job_id` of an earlier answer, a UUID.
                 */
                job_id: string;
            };
            answer: Schemas["Job"];
        };
        /** @description One job by what its submitter called it. */
        getJobByCorrelation: {
            ask: {
                /** @description The `ix_client_id` of requests. */
                client_id: string;
                /** @description The `request_id` of the request. */
                request_id: string;
            };
            answer: Schemas["Job"];
        };
        /** @description Decide about values of an answer. */
        reviewJob: {
            ask: {
                /**
                 * Format: uuid
                 * @description The `job_id` of an earlier answer, a UUID.
                 */
                job_id: string;
                body: Schemas["NewReview"];
            };
            answer: Schemas["Job"];
        };
        /** @description Cancel a job that waits or runs. */
        cancelJob: {
            ask: {
                /**
                 * Format: uuid
                 * @description The `job_id` of an earlier answer, a UUID.
                 */
                job_id: string;
            };
            answer: Schemas["Job"];
        };
        /** @description Submit a job once more, as a new job. */
        resubmitJob: {
            ask: {
                /**
                 * Format: uuid
                 * @description The `job_id` of an earlier answer, a UUID.
                 */
                job_id: string;
                /** @description The `request_id` of the new job; ix makes one up without it. Sent again, the same answers with the same job. */
                request_id?: string;
            };
            answer: Schemas["Job"];
        };
        /** @description Delete a job that has ended, for good. */
        deleteJob: {
            ask: {
                /**
                 * Format: uuid
                 * @description The `job_id` of an earlier answer, a UUID.
                 */
                job_id: string;
            };
            /** @description Nothing. */
            answer: null;
        };
        /** @description Delete all that there is of a client, for good. */
        deleteClient: {
            ask: {
                /** @description The `ix_client_id` of requests. */
                client_id: string;
            };
            answer: Schemas["DeletedClient"];
        };
        /** @description What is known of a file. */
        getFile: {
            ask: {
                /** @description The `file_id` of the upload. */
                file_id: string;
                /** @description Whose it is; without it the client of the key, or `default`. */
                client_id?: string;
            };
            answer: Schemas["StoredFile"];
        };
        /** @description Delete a file that no job has, for good. */
        deleteFile: {
            ask: {
                /** @description The `file_id` of the upload. */
                file_id: string;
                /** @description Whose it is; without it the client of the key, or `default`. */
                client_id?: string;
            };
            /** @description Nothing. */
            answer: null;
        };
        /** @description The callbacks of a job, with the log of their attempts. */
        listCallbacksOfJob: {
            ask: {
                /**
                 * Format: uuid
                 * @description The `job_id` of an earlier answer, a UUID.
                 */
                job_id: string;
            };
            answer: Schemas["JobCallbacks"];
        };
        /** @description Send the callbacks of a job again. */
        redeliverCallbacksOfJob: {
            ask: {
                /**
                 * Format: uuid
                 * @description The `job_id` of an earlier answer, a UUID.
                 */
                job_id: string;
            };
            answer: Schemas["JobCallbacks"];
        };
        /** @description List callbacks, newest first. */
        listCallbacks: {
            ask: {
                /** @description Callbacks in this state; may be repeated. An empty one matches nothing. */
                status?: ("pending" | "delivered" | "failed")[];
                /** @description Callbacks of exactly this client. */
                client_id?: string;
                /** @description Callbacks to exactly this scheme, host and port, `https://hooks.example.com`. */
                origin?: string;
                /** @description HTTP status of the last attempt: `500`, any of a class `5xx`, or `none` when no answer came. */
                last_status?: string;
                /**
                 * Format: uuid
                 * @description Callbacks to exactly this subscription.
                 */
                subscription_id?: string;
                /** @description Callbacks made after this time; a date alone is its midnight in UTC. */
                created_after?: string;
                /** @description Callbacks made before this time. */
                created_before?: string;
                /** @description Callbacks on a page; more than 200 is cut down to it. */
                limit?: number;
                /** @description `next_cursor` of an earlier answer. */
                cursor?: string;
            };
            answer: Schemas["CallbackList"];
        };
        /** @description One callback, with the log of its attempts. */
        getCallback: {
            ask: {
                /**
                 * Format: uuid
                 * @description The `callback_id`: what receivers get as `webhook-id`.
                 */
                callback_id: string;
            };
            answer: Schemas["Callback"];
        };
        /** @description Send callbacks that failed again. */
        redeliverCallbacks: {
            ask: {
                body: Schemas["RedeliverMany"];
            };
            answer: Schemas["Redelivered"];
        };
        /** @description The endpoints callbacks go to, those that are paused first. */
        listEndpoints: {
            ask: {
                /** @description Endpoints of exactly this client. */
                client_id?: string;
                /**
                 * @description Only those that are paused, or that are not.
                 * @enum {string}
                 */
                paused?: "true" | "false";
            };
            answer: Schemas["EndpointList"];
        };
        /** @description Send nothing to an endpoint until it is resumed. */
        pauseEndpoint: {
            ask: {
                body: Schemas["EndpointName"];
            };
            answer: Schemas["Endpoint"];
        };
        /** @description End the pause of an endpoint, whoever began it. */
        resumeEndpoint: {
            ask: {
                body: Schemas["EndpointName"];
            };
            answer: Schemas["Endpoint"];
        };
        /** @description The endpoints registered for events. */
        listSubscriptions: {
            ask: {
                /** @description Subscriptions of exactly this client. */
                client_id?: string;
            };
            answer: Schemas["SubscriptionList"];
        };
        /** @description Register an endpoint for the events of a client. */
        createSubscription: {
            ask: {
                body: Schemas["NewSubscription"];
            };
            answer: Schemas["Subscription"];
        };
        /** @description One registered endpoint. */
        getSubscription: {
            ask: {
                /**
                 * Format: uuid
                 * @description The `subscription_id` of an earlier answer, a UUID.
                 */
                subscription_id: string;
            };
            answer: Schemas["Subscription"];
        };
        /** @description Change where events are sent, which, or with what headers. */
        updateSubscription: {
            ask: {
                /**
                 * Format: uuid
                 * @description The `subscription_id` of an earlier answer, a UUID.
                 */
                subscription_id: string;
                body: Schemas["SubscriptionChange"];
            };
            answer: Schemas["Subscription"];
        };
        /** @description Send nothing more to a registered endpoint. */
        deleteSubscription: {
            ask: {
                /**
                 * Format: uuid
                 * @description The `subscription_id` of an earlier answer, a UUID.
                 */
                subscription_id: string;
            };
            /** @description Nothing. */
            answer: null;
        };
        /** @description Send a test to a registered endpoint. */
        testSubscription: {
            ask: {
                /**
                 * Format: uuid
                 * @description The `subscription_id` of an earlier answer, a UUID.
                 */
                subscription_id: string;
            };
            answer: Schemas["Callback"];
        };
        /** @description The secrets a client’s callbacks are signed with, masked. */
        listClientSecrets: {
            ask: {
                /** @description The `ix_client_id` of requests. */
                client_id: string;
            };
            answer: Schemas["ClientSecretList"];
        };
        /** @description A new secret for a client: its first, or the next. */
        createClientSecret: {
            ask: {
                /** @description The `ix_client_id` of requests. */
                client_id: string;
                body: Schemas["NewSecret"];
            };
            answer: Schemas["CreatedSecret"];
        };
        /** @description Sign nothing with a secret from now on. */
        revokeClientSecret: {
            ask: {
                /** @description The `ix_client_id` of requests. */
                client_id: string;
                /**
                 * Format: uuid
                 * @description The `secret_id` of the listing.
                 */
                secret_id: string;
            };
            answer: Schemas["ClientSecretList"];
        };
        /** @description What ix can extract by name. */
        listUseCases: {
            ask: Record<string, never>;
            answer: Schemas["UseCaseList"];
        };
        /** @description One use case with its fields. */
        getUseCase: {
            ask: {
                /** @description The name, as in `use_case` of a request. */
                name: string;
            };
            answer: Schemas["UseCase"];
        };
        /** @description Make a use case, or another version of one. */
        saveUseCase: {
            ask: {
                /** @description The name, as in `use_case` of a request. */
                name: string;
                body: Schemas["UseCaseDefinition"];
            };
            answer: Schemas["UseCase"];
        };
        /** @description The versions of a use case. */
        listUseCaseVersions: {
            ask: {
                /** @description The name, as in `use_case` of a request. */
                name: string;
            };
            answer: Schemas["UseCaseHistory"];
        };
        /** @description One version of a use case. */
        getUseCaseVersion: {
            ask: {
                /** @description The name, as in `use_case` of a request. */
                name: string;
                /** @description The number of the version. */
                version: number;
            };
            answer: Schemas["UseCase"];
        };
        /** @description Let no new job name a use case. */
        retireUseCase: {
            ask: {
                /** @description The name, as in `use_case` of a request. */
                name: string;
            };
            answer: Schemas["UseCase"];
        };
        /** @description All keys there ever were, the newest first. */
        listKeys: {
            ask: Record<string, never>;
            answer: Schemas["KeyList"];
        };
        /** @description A new key. */
        createKey: {
            ask: {
                body: Schemas["NewKey"];
            };
            answer: Schemas["CreatedKey"];
        };
        /** @description A new key in place of one, which works on for the overlap. */
        rotateKey: {
            ask: {
                /** @description The `key_id` of the listing: what stands between the first two `_` of a key. */
                key_id: string;
                body: Schemas["RotateKey"];
            };
            answer: Schemas["CreatedKey"];
        };
        /** @description Let nobody in with a key from now on. */
        revokeKey: {
            ask: {
                /** @description The `key_id` of the listing: what stands between the first two `_` of a key. */
                key_id: string;
            };
            answer: Schemas["Key"];
        };
        /** @description What is paused by hand: clients, use cases, workers. */
        listPauses: {
            ask: Record<string, never>;
            answer: Schemas["PauseList"];
        };
        /** @description Pause a client or a use case, or quiet a worker. */
        pause: {
            ask: {
                /**
                 * @description `client`, `use_case` or `worker`.
                 * @enum {string}
                 */
                kind: "client" | "use_case" | "worker";
                /** @description Which one: its client id, its name, or a `worker_id`. */
                name: string;
            };
            answer: Schemas["Pause"];
        };
        /** @description End a pause. */
        resume: {
            ask: {
                /**
                 * @description `client`, `use_case` or `worker`.
                 * @enum {string}
                 */
                kind: "client" | "use_case" | "worker";
                /** @description Which one: its client id, its name, or a `worker_id`. */
                name: string;
            };
            /** @description Nothing. */
            answer: null;
        };
        /** @description Workers: slots, how busy, memory, version, last seen. */
        listWorkers: {
            ask: Record<string, never>;
            answer: Schemas["WorkerList"];
        };
        /** @description The filters that whoever asks has kept. */
        listFilters: {
            ask: Record<string, never>;
            answer: Schemas["SavedFilterList"];
        };
        /** @description Keep a filter under a name. */
        saveFilter: {
            ask: {
                /** @description What the filter is called. */
                name: string;
                body: Schemas["NewSavedFilter"];
            };
            answer: Schemas["SavedFilter"];
        };
        /** @description Forget a filter. */
        deleteFilter: {
            ask: {
                /** @description What the filter is called. */
                name: string;
            };
            /** @description Nothing. */
            answer: null;
        };
        /** @description Who did what to which, newest first. */
        listAudit: {
            ask: {
                /** @description Entries of exactly this one: `key 2f6kabcdefgh`, `IX_ADMIN_KEY`, `this machine`. */
                who?: string;
                /** @description Entries of exactly this act: `cancel`, `create key`. */
                act?: string;
                /** @description Entries about exactly this: `job` and its id, `key` and its id. */
                target?: string;
                /** @description Entries after this time; a date alone is its midnight in UTC. */
                after?: string;
                /** @description Entries before this time. */
                before?: string;
                /** @description Entries on a page; more than 200 is cut down to it. */
                limit?: number;
                /** @description `next_cursor` of an earlier answer. */
                cursor?: string;
            };
            answer: Schemas["AuditList"];
        };
        /** @description The process answers. */
        live: {
            ask: Record<string, never>;
            answer: Schemas["Status"];
        };
        /** @description This process can take requests. */
        ready: {
            ask: Record<string, never>;
            answer: Schemas["Status"];
        };
        /** @description Every part of ix is well. */
        health: {
            ask: Record<string, never>;
            answer: Schemas["Health"];
        };
        /** @description Numbers of this process and of the queue. */
        metrics: {
            ask: Record<string, never>;
            answer: Schemas["Metrics"];
        };
        /** @description This API as an OpenAPI 3.1 document. */
        openApi: {
            ask: Record<string, never>;
            answer: Schemas["OpenApi"];
        };
    };
}
