import AWSOperations
import JSONCoding

/// Reads a candidate's reports: lists their prefixes side by side, then reads one file of each.
public struct ModelReportLoader: Sendable {
    private let services: any PreflightServices
    private let job: String
    private let candidate: AutoMLCandidate
    private let isBest: Bool
    private let lookups: PreflightLookups
    private let fileBytes: Int

    public init(
        services: any PreflightServices, job: String, candidate: AutoMLCandidate, isBest: Bool, now: Timestamp
    ) {
        self.init(
            services: services, job: job, candidate: candidate, isBest: isBest, now: now, fileBytes: 12_000_000)
    }

    /// - Parameter fileBytes: How much of one file is read.
    init(
        services: any PreflightServices, job: String, candidate: AutoMLCandidate, isBest: Bool, now: Timestamp,
        fileBytes: Int
    ) {
        self.fileBytes = fileBytes
        self.services = services
        self.job = job
        self.candidate = candidate
        self.isBest = isBest
        lookups = PreflightLookups(services: services, memory: AnswerMemory(), now: now)
    }

    /// How much of each table of backtests.
    static let tableBytes = 1_048_576
    private static let tables = 8
    private static let pages = 5

    private typealias Change = @Sendable (inout ModelReport) -> Void

    /// The report as it comes, each time that more of it is known; the last one is complete.
    public func reports() -> AsyncStream<ModelReport> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let task = Task {
                await read { continuation.yield($0) }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// The whole report.
    public func report() async -> ModelReport {
        var last = ModelReport(job: job, candidate: candidate.candidateName, isBest: isBest)
        await read { last = $0 }
        return last
    }

    private func read(_ tell: (ModelReport) -> Void) async {
        var report = ModelReport(job: job, candidate: candidate.candidateName, isBest: isBest)
        let (changes, continuation) = AsyncStream.makeStream(of: Change.self)
        let work = Task {
            await withTaskGroup(of: Void.self) { group in
                let named = Self.places(of: candidate)
                group.addTask { await readJob(knowing: named) { continuation.yield($0) } }
                if !named.isEmpty { group.addTask { await readParts(named) { continuation.yield($0) } } }
            }
            continuation.finish()
        }
        report.awaited = Set(ModelReport.Part.allCases)
        report.places = Self.places(of: candidate)
        await withTaskCancellationHandler {
            for await change in changes {
                change(&report)
                tell(report)
            }
        } onCancel: {
            work.cancel()
        }
        report.awaited = []
        tell(report)
    }

    private static func places(of candidate: AutoMLCandidate) -> [ModelReport.Place] {
        guard let locations = candidate.candidateProperties?.candidateArtifactLocations else { return [] }
        let named: [(ModelReport.Part, String?)] = [
            (.quality, locations.modelInsights), (.explainability, locations.$explainability),
            (.backtest, locations.backtestResults),
        ]
        return named.compactMap { part, uri in
            guard let uri, !uri.isEmpty else { return nil }
            return ModelReport.Place(part: part, uri: uri)
        }
    }

    // MARK: The job

    /// Notebooks and input columns; and the places of reports, where the list of candidates has none.
    private func readJob(knowing named: [ModelReport.Place], _ tell: @escaping @Sendable (@escaping Change) -> Void)
        async
    {
        do {
            let description = try await lookups.job(named: job)
            let notebooks = Self.notebooks(of: description)
            let isForecast = description.isForecast
            tell { report in
                report.notebooks = notebooks
                if isForecast, !report.places.contains(where: { $0.part == .backtest }) {
                    report.partNotes[.backtest] = ["no backtest results: the candidate gives no location for them"]
                }
            }
            if named.isEmpty {
                let best = description.bestCandidate.flatMap { $0.candidateName == candidate.candidateName ? $0 : nil }
                await readParts(best.map(Self.places) ?? [], tell)
            }
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure == .cancelled { return }
            tell { $0.shortfalls.append(Shortfall("the job's notebooks aren't known", failure: failure)) }
            if named.isEmpty { await readParts([], tell) }
        }
        let answer: InputColumnsAnswer
        do {
            answer = InputColumnsAnswer(
                try await lookups.trainingColumns(ofJob: job, artifacts: [], bytes: InputColumnsAnswer.exampleBytes))
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure == .cancelled { return }
            answer = .unknown(failure.problem)
        }
        tell { $0.columns = answer }
    }

    private static func notebooks(of job: AutopilotJobDescription) -> [ModelReport.Notebook] {
        let artifacts =
            switch job {
            case .v1(let job): job.autoMLJobArtifacts
            case .v2(let job): job.autoMLJobArtifacts
            }
        let found: [(title: String, key: String, uri: String?)] = [
            ("data exploration", "DataExplorationNotebookLocation", artifacts?.dataExplorationNotebookLocation),
            (
                "candidate definitions", "CandidateDefinitionNotebookLocation",
                artifacts?.candidateDefinitionNotebookLocation
            ),
        ]
        return found.compactMap { title, key, uri in
            uri.flatMap { $0.isEmpty ? nil : ModelReport.Notebook(title: title, key: key, uri: $0) }
        }
    }

    // MARK: The reports

    private func readParts(_ places: [ModelReport.Place], _ tell: @escaping @Sendable (@escaping Change) -> Void) async
    {
        let missing = ModelReport.Part.allCases.filter { part in !places.contains { $0.part == part } }
        let notes = Dictionary(
            uniqueKeysWithValues: missing.compactMap { part in noteWithout(part).map { (part, [$0]) } })
        tell { report in
            report.places = places
            report.awaited.subtract(missing)
            report.partNotes.merge(notes) { known, _ in known }
        }
        await withTaskGroup(of: Void.self) { group in
            for place in places { group.addTask { await readPart(place, tell) } }
        }
    }

    private func noteWithout(_ part: ModelReport.Part) -> String? {
        switch part {
        case .quality:
            "no model quality report: the candidate gives no location for one"
                + (isBest ? "" : "; SageMaker often makes one only for the best candidate")
        case .explainability: "no explainability report: the candidate gives no location for one"
        case .backtest: nil
        }
    }

    private func readPart(_ named: ModelReport.Place, _ tell: @Sendable (@escaping Change) -> Void) async {
        var place = named
        let part = place.part
        var outcome = Outcome()
        do {
            if let location = S3Location(place.uri) {
                let broken = try await list(&place, at: location)
                let listed = place
                // Where they are is worth showing while they are read.
                tell { report in
                    if let index = report.places.firstIndex(where: { $0.part == part }) {
                        report.places[index] = listed
                    }
                }
                if place.files.isEmpty, broken != nil {
                    // What may be there isn't known to be missing.
                } else if place.files.isEmpty {
                    outcome.notes = ["no \(part.title): nothing exists at \(place.uri)"]
                } else {
                    outcome = try await part == .backtest ? readTables(&place) : readFiles(&place)
                }
                if let broken {
                    let change = outcome.change
                    outcome.change = { report in
                        change(&report)
                        report.shortfalls.append(broken)
                    }
                }
            } else {
                outcome.notes = ["no \(part.title): \(place.uri) isn't an S3 URI"]
            }
        } catch {
            let failure = AWSFailure(wrapping: error)
            guard failure != .cancelled else { return }
            outcome.change = { $0.shortfalls.append(Shortfall("the \(part.title) can't be read", failure: failure)) }
        }
        let (read, done) = (place, outcome)
        tell { report in
            report.awaited.remove(part)
            report.partNotes[part, default: []] += done.notes
            if let index = report.places.firstIndex(where: { $0.part == part }) { report.places[index] = read }
            done.change(&report)
        }
    }

    /// What reading a report comes to.
    private struct Outcome: Sendable {
        var notes: [String] = []
        /// Why there is nothing to read in it at all: `is empty`.
        var lack: String?
        var change: Change = { _ in }
    }

    /// Lists what is at a prefix: the object of that key, or those in the folder of that name.
    ///
    /// Returns what ended the listing early.
    private func list(_ place: inout ModelReport.Place, at location: S3Location) async throws -> Shortfall? {
        let request = ListObjectsV2Request(
            bucket: location.bucket, prefix: location.key.isEmpty ? nil : location.key, maxKeys: 1000)
        var objects: [S3Object] = []
        var pages = 0
        let failure = try await PageSequence(request, fetch: { try await services.listObjects($0) }).read { page in
            objects += page.contents
            pages += 1
            if pages == Self.pages, page.nextPageToken != nil { place.hasMore = true }
            return pages < Self.pages
        }
        if failure != nil { place.hasMore = true }
        let folder = location.key.isEmpty || location.key.hasByteSuffix("/") ? location.key : location.key + "/"
        let inside = objects.filter { $0.key.hasBytePrefix(folder) || $0.key.hasSameBytes(as: location.key) }
        place.files = (inside.isEmpty ? objects : inside)
            .filter { !$0.key.hasByteSuffix("/") }
            .map { ModelReport.File($0, in: location.bucket) }
        place.isListed = true
        let uri = place.uri
        return failure.map { Shortfall("not all of \(uri) could be listed", failure: $0) }
    }

    /// The files that may hold a report, the likeliest first: by its name at any depth, else any other JSON.
    ///
    /// Of several, what lies in a folder named after the candidate comes first, then the newest, then the least deep.
    private func choices(_ name: String, of place: ModelReport.Place) -> (indices: [Int], areNamed: Bool) {
        func rank(_ index: Int) -> (isOthers: Int, age: Double, depth: Int, key: ByteText) {
            let file = place.files[index]
            let isOwn =
                !candidate.candidateName.isEmpty
                && file.location.key.split(separator: "/").contains { $0.hasSameBytes(as: candidate.candidateName) }
            return (
                isOwn ? 0 : 1, -(file.lastModified?.secondsSinceEpoch ?? -1), file.location.key.utf8.count { $0 == 47 },
                ByteText(file.location.key)
            )
        }
        func order(_ indices: [Int]) -> [Int] {
            indices.map { (index: $0, rank: rank($0)) }.sorted { $0.rank < $1.rank }.map(\.index)
        }
        let named = place.files.indices.filter {
            ReportBytes.plainName(place.files[$0].location.name).lowercased() == name
        }
        if !named.isEmpty { return (order(named), true) }
        let settings = ["constraints.json", "analysis_config.json", "constraint_violations.json"]
        let others = place.files.indices.filter {
            place.files[$0].contentFormat == "JSON" && !settings.contains(place.files[$0].location.name.lowercased())
        }
        return (order(others), false)
    }

    /// Files of one name that are read before giving up.
    private static let attempts = 4

    /// Reads the likeliest file that has figures, and says which it is where there are others.
    private func readFiles(_ place: inout ModelReport.Place) async throws -> Outcome {
        let part = place.part
        let name = part.fileName ?? ""
        let (choices, areNamed) = choices(name, of: place)
        guard let first = choices.first else {
            let formats = Set(place.files.map(\.format)).sorted().joined(separator: ", ")
            let more = place.hasMore ? " in the files looked at" : ""
            return Outcome(notes: [
                "the \(part.title) has no \(name)\(more), only \(formats): it can be downloaded, not shown"
            ])
        }
        var passed: [String] = []
        var failure: (any Error)?
        var unread: (outcome: Outcome, index: Int)?
        for index in choices.prefix(Self.attempts) {
            let file = place.files[index]
            do {
                let (outcome, hasFigures) = try await read(file, of: part)
                guard hasFigures else {
                    passed.append("\(place.name(of: file)) \(outcome.lack ?? "has no figures")")
                    if unread == nil { unread = (outcome, index) }
                    continue
                }
                place.files[index].isRead = true
                var notes = [
                    Self.note(
                        on: place.name(of: file), file, among: choices.count, hasMore: place.hasMore, name, areNamed)
                ]
                .compactMap { $0 }
                if index != first { notes += passed.map { "passed over: \($0)" } }
                return Outcome(notes: notes + outcome.notes, change: outcome.change)
            } catch {
                let problem = AWSFailure(wrapping: error)
                guard problem != .cancelled else { throw problem }
                if choices.count == 1 { throw error }
                failure = failure ?? error
                passed.append("\(place.name(of: file)) can't be read: \(problem.problem)")
            }
        }
        // None has figures: what the likeliest one says of itself is shown.
        guard let (outcome, index) = unread else { throw failure ?? AWSFailure.cancelled }
        place.files[index].isRead = true
        guard choices.count > 1 else { return outcome }
        let tried = min(choices.count, Self.attempts)
        let rest = choices.count - tried
        return Outcome(
            notes: [
                "\(DisplayText.count(choices.count)) files could be the \(part.title), and none of "
                    + (rest > 0 ? "the \(tried) that were read" : "them") + " has figures"
            ] + passed,
            change: outcome.change)
    }

    /// Which file is shown, where it isn't the only one that could be; nil where it is.
    private static func note(
        on path: String, _ file: ModelReport.File, among count: Int, hasMore: Bool, _ name: String, _ areNamed: Bool
    ) -> String? {
        let others = count - 1
        let rest =
            others == 0 ? "" : "\(DisplayText.counted(others, "other"))\(hasMore ? " or more" : "")"
        if areNamed {
            return others == 0
                ? nil
                : "this is \(path)\(time(file)); there \(others == 1 && !hasMore ? "is" : "are") \(rest) called \(name)"
        }
        return "no \(name): this is \(path)"
            + (others == 0 ? "" : "\(time(file)), one of \(DisplayText.count(count)) JSON files")
    }

    private static func time(_ file: ModelReport.File) -> String {
        file.lastModified.map { " of \(DisplayText.moment($0))" } ?? ""
    }

    /// Reads one file, and says whether it has figures.
    private func read(
        _ file: ModelReport.File, of part: ModelReport.Part
    ) async throws -> (outcome: Outcome, hasFigures: Bool) {
        let title = file.location.name
        guard file.size != 0 else { return (Outcome(notes: ["\(title) is empty"], lack: "is empty"), false) }
        let response = try await services.readObject(at: file.location, range: 0..<fileBytes)
        guard !response.body.isEmpty else {
            return (Outcome(notes: ["\(title) is empty"], lack: "is empty"), false)
        }
        var notes: [String] = []
        let isHuge = response.totalLength > response.body.count
        if isHuge {
            notes.append(
                "\(title) has \(DisplayText.byteCount(response.totalLength)): only the first "
                    + "\(DisplayText.byteCount(response.body.count)) were read")
        }
        let content = ReportBytes(response.body, isWhole: !isHuge, limit: fileBytes)
        if let lack = content.lack, !content.isDamaged { notes.append("\(title) \(lack)") }
        guard let text = ReportText(content.bytes) else {
            let lack = content.isDamaged ? "is damaged" : "isn't JSON that can be read"
            return (
                Outcome(notes: notes + ["\(title) \(lack): it can be downloaded, not shown"], lack: lack), false
            )
        }
        notes += text.sentences(of: title, isWhole: content.isWhole)
        switch part {
        case .quality:
            let quality = ModelQualityReport(text.value, isCut: text.flaws.contains(.cut))
            if quality.isEmpty { notes.append("\(title) has no metrics that Flightdeck understands") }
            return (Outcome(notes: notes) { $0.quality = quality }, !quality.isEmpty)
        case .explainability:
            let explainability = Explainability(text.value)
            if explainability.methods.isEmpty {
                notes.append("\(title) has no feature importance that Flightdeck understands")
            }
            return (Outcome(notes: notes) { $0.explainability = explainability }, !explainability.isEmpty)
        case .backtest: return (Outcome(notes: notes), false)
        }
    }

    private func readTables(_ place: inout ModelReport.Place) async throws -> Outcome {
        let readable = place.files.indices.filter {
            ["CSV", "JSON"].contains(place.files[$0].contentFormat) && place.files[$0].size != 0
        }
        guard !readable.isEmpty else {
            let formats = Set(place.files.map(\.format)).sorted().joined(separator: ", ")
            return Outcome(notes: ["the backtest results are only \(formats): they can be downloaded, not shown"])
        }
        var notes: [String] = []
        let empty = place.files.filter { $0.size == 0 }
        if !empty.isEmpty {
            notes.append("\(DisplayText.names(empty.map(\.location.name), atMost: 3)): empty")
        }
        let others = place.files.filter { $0.size != 0 && !["CSV", "JSON"].contains($0.contentFormat) }
        if !others.isEmpty {
            notes.append(
                "not read, since only CSV and JSON are: \(DisplayText.names(others.map(\.location.name), atMost: 3))")
        }
        if readable.count > Self.tables {
            notes.append(
                "showing \(Self.tables) of the \(DisplayText.count(readable.count)) tables of backtest results")
        }
        // Accuracy beside forecasts, whichever of them has more files.
        let metrics = readable.filter {
            let key = place.files[$0].location.key.lowercased()
            return ["accuracy", "metric", "statistics"].contains { key.firstByteRange(of: $0) != nil }
        }
        let chosen = (metrics.prefix(Self.tables / 2) + readable.filter { !metrics.contains($0) }).prefix(Self.tables)
        var sources: [Backtest.Source] = []
        for index in chosen {
            let location = place.files[index].location
            do {
                let response = try await services.readObject(at: location, range: 0..<Self.tableBytes)
                place.files[index].isRead = true
                let content = ReportBytes(
                    response.body, isWhole: response.totalLength <= response.body.count, limit: Self.tableBytes)
                if let lack = content.lack { notes.append("\(location.name) \(lack)") }
                guard !content.isDamaged else { continue }
                sources.append(
                    Backtest.Source(name: location.name, bytes: content.bytes, isWhole: content.isWhole))
            } catch {
                let failure = AWSFailure(wrapping: error)
                guard failure != .cancelled else { throw failure }
                notes.append("\(location.name) can't be read: \(failure.problem)")
            }
        }
        // The job was asked for already, or is being asked for.
        let target = (try? await lookups.job(named: job))?.forecastTarget
        var backtest = Backtest(sources, target: target)
        notes += backtest.notes
        backtest.notes = []
        if backtest.isEmpty {
            notes.append("the backtest results have no forecasts or metrics that Flightdeck understands")
        }
        let read = backtest
        return Outcome(notes: notes) { $0.backtest = read }
    }
}

extension AutopilotJobDescription {
    var isForecast: Bool {
        guard case .v2(let job) = self else { return false }
        return job.autoMLProblemTypeConfigName == .timeSeriesForecasting
            || job.autoMLProblemTypeConfig?.timeSeriesForecastingJobConfig != nil
    }

    fileprivate var forecastTarget: String? {
        guard case .v2(let job) = self else { return nil }
        return job.autoMLProblemTypeConfig?.timeSeriesForecastingJobConfig?.timeSeriesConfig.targetAttributeName
    }
}
