import AWSOperations

extension LaunchPlan {
    /// Batching, payloads, concurrency, time-outs, environment.
    func checkRecords(_ found: inout PlanProblems) {
        let source = "CreateTransformJob"
        if batchStrategy != nil, split == .none {
            found.error(.batchStrategy, "a batch strategy needs a split type", "split by line", "BatchStrategy")
        }
        if let maxPayloadInMB, !(0...100).contains(maxPayloadInMB) {
            found.error(.payload, "the payload must be 0 to 100 MB (got \(maxPayloadInMB))", source: "MaxPayloadInMB")
        }
        if maxPayloadInMB == 0 {
            found.warning(
                .payload, "0 streams the payload, which built-in algorithms don't support", "use 1 to 100",
                "MaxPayloadInMB")
        }
        if let maxConcurrentTransforms {
            if maxConcurrentTransforms < 0 {
                found.error(
                    .concurrency, "concurrent transforms must be 0 or more (got \(maxConcurrentTransforms))",
                    source: "MaxConcurrentTransforms")
            }
            // Without a payload limit of its own, the job has the default of 6 MB.
            let product = maxConcurrentTransforms.multipliedReportingOverflow(by: maxPayloadInMB ?? 6)
            if product.overflow || product.partialValue > 100 {
                found.error(
                    .concurrency, "concurrent transforms × payload is at most 100 MB",
                    maxPayloadInMB == nil ? "the payload defaults to 6 MB" : "lower one of the two", source)
            }
        }
        if let invocationTimeout, !(1...3600).contains(invocationTimeout) {
            found.error(
                .invocationTimeout, "the time-out must be 1 to 3600 seconds (got \(invocationTimeout))",
                source: "ModelClientConfig")
        }
        if let invocationRetries, !(0...3).contains(invocationRetries) {
            found.error(
                .invocationRetries, "retries must be 0 to 3 (got \(invocationRetries))",
                source: "ModelClientConfig")
        }
        if environment.count > 16 {
            found.error(
                .environment, "a transform has at most 16 variables (got \(environment.count))", source: source)
        }
        if Set(environment.map(\.name)).count != environment.count {
            found.error(.environment, "a variable is set twice", source: source)
        }
        for entry in environment {
            if !PlanPatterns.isVariableName(entry.name) {
                found.error(
                    .environment,
                    "'\(entry.name)' isn't a variable name: use letters, digits and _, no digit first, at most 1024",
                    source: source)
            }
            if entry.value.utf16.count > 10_240 {
                found.error(.environment, "\(entry.name) has more than 10240 characters", source: source)
            }
        }
    }

    /// Filters and the join.
    func checkFilters(_ found: inout PlanProblems) {
        for (text, field) in [(inputFilter, PlanProblem.Field.inputFilter), (outputFilter, .outputFilter)]
        where !text.isEmpty {
            if text.utf16.count > 63 {
                found.error(
                    field, "a filter has at most 63 characters (got \(text.utf16.count))", source: "DataProcessing")
            }
            if let problem = FilterSyntax.problem(in: text) {
                found.error(field, problem, "$[1:] drops the first column", "DataProcessing")
            }
        }
        let media = contentType.split(separator: ";").first.map { $0.lowercased() } ?? ""
        if !inputFilter.isEmpty || !outputFilter.isEmpty || join == .input,
            !["text/csv", "application/json", "application/jsonlines"].contains(media)
        {
            found.error(
                join == .input ? .join : inputFilter.isEmpty ? .outputFilter : .inputFilter,
                "filters and joins need CSV or JSON, and the content type is \(media.isEmpty ? "not set" : media)",
                "set it to text/csv, application/json or application/jsonlines", "DataProcessing")
        }
        for (text, field) in [(inputFilter, PlanProblem.Field.inputFilter), (outputFilter, .outputFilter)]
        where media == "text/csv" && (text.contains("'") || text.contains("\"") || text.contains("$.")) {
            found.error(field, "CSV columns are chosen by number", "for example $[0,2] or $[1:]", "DataProcessing")
        }
        guard join == .input else { return }
        let wanted = accept.isEmpty ? contentType : accept
        if wanted != contentType || accept.isEmpty {
            found.error(
                .join, "joining needs the same content type in and out", "set Accept to \(contentType)", "JoinSource")
        }
        if assemble.rawValue != split.rawValue {
            found.error(
                .join, "joining needs the same split and assembly", "set Assemble to \(split.rawValue)", "JoinSource")
        }
    }

    /// Tags and the experiment.
    func checkLabels(_ found: inout PlanProblems) {
        if tags.count > 50 { found.error(.tags, "at most 50 tags (got \(tags.count))", source: "Tag") }
        if Set(tags.map(\.key)).count != tags.count { found.error(.tags, "a tag is set twice", source: "Tag") }
        for tag in tags {
            if tag.key.isEmpty || tag.key.utf16.count > 128 {
                found.error(.tags, "a tag's key has 1 to 128 characters", source: "Tag")
            }
            if tag.value.utf16.count > 256 {
                found.error(.tags, "a tag's value has at most 256 characters", source: "Tag")
            }
            if tag.key.lowercased().hasPrefix("aws:") {
                found.error(.tags, "keys that start with aws: are reserved", source: "Tag")
            }
            if !PlanPatterns.isTagText(tag.key) || !PlanPatterns.isTagText(tag.value) {
                found.error(
                    .tags, "tags can have letters, digits, spaces and _ . : / = + - @", source: "Tag")
            }
        }
        let names = [
            ("ExperimentName", experiment?.experimentName), ("TrialName", experiment?.trialName),
            ("TrialComponentDisplayName", experiment?.trialComponentDisplayName), ("RunName", experiment?.runName),
        ]
        for (member, name) in names {
            guard let name, !PlanPatterns.isHyphenated(name, limit: 120) else { continue }
            found.error(
                .experiment,
                "'\(name)' isn't a valid \(member): use 1 to 120 letters, digits and hyphens, no hyphen at either end",
                source: "ExperimentConfig", member: member)
        }
    }
}
