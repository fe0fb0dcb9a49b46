import AWSOperations
import BatchInference
import Console

/// What an Autopilot job is: its problem and settings, its data, its notebooks, and the endpoint that it has deployed.
struct JobDetailScreen: PageScreen, JobActions {
    enum Event: Sendable {
        case loaded(JobFacts)
        case failed(AWSFailure)
        case endpoint(DeployedEndpoint)
        case stop(StopProgress<JobOverview>)
        case saved(String)
        case notSaved(String)
        case refreshDue
    }

    private(set) var job: JobOverview
    private(set) var facts = Loadable<JobFacts>()
    /// Nil until it's known, or where the job has deployed nothing.
    private(set) var endpoint: DeployedEndpoint?
    private var page = TextPage()

    init(job: JobOverview) {
        self.job = job
    }

    var crumb: String { "About \(job.title)" }
    var freshness: Freshness? { Freshness(facts) }
    var subject: JobOverview? { job }
    var whyNoSubject: String { "no job" }
    static func event(_ stop: StopProgress<JobOverview>) -> Event { .stop(stop) }

    mutating func appear(_ context: Context) -> [Effect<Event>] { refresh(context) }

    mutating func refresh(_ context: Context) -> [Effect<Event>] {
        facts.begin()
        return [
            .run("load") { [name = job.name] services, send in
                do {
                    send(.loaded(JobFacts(try await services.cloud.describeJob(named: name))))
                } catch {
                    send(.failed(AWSFailure(wrapping: error)))
                }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .refreshDue: return refresh(context)
        case .failed(let failure):
            facts.fail(LoadFailure(failure, at: context.now, retryIn: context.refresh.quiet))
            return [.after("refresh", seconds: context.refresh.quiet, .refreshDue)]
        case .loaded(let facts):
            job = facts.overview
            self.facts.succeed(facts, at: context.now)
            var effects: [Effect<Event>] = []
            // What has ended changes no more, but for the endpoint, which somebody may delete.
            if job.isRunning { effects.append(.after("refresh", seconds: context.refresh.active, .refreshDue)) }
            if let name = facts.endpointName {
                effects.append(
                    .run("endpoint") { [region = context.connection.region] services, send in
                        let loader = DeployedEndpointLoader(
                            jobs: services.cloud, prices: services.cloud, region: region)
                        send(.endpoint(await loader.endpoint(named: name)))
                    })
            }
            return effects
        case .endpoint(let endpoint):
            self.endpoint = endpoint
            return []
        case .stop(let stop): return take(stop, context)
        case .saved(let path): return [.toast(Toast(.success, "saved \(path)"))]
        case .notSaved(let problem): return [.toast(Toast(.failure, "not saved: \(problem)"))]
        }
    }

    // MARK: Acting

    private func copy(_ place: String?, _ what: String) -> [Effect<Event>] {
        place.map { [.copy($0, announcing: "copied the S3 URI of the \(what)")] } ?? []
    }

    private static func needs(
        _ place: @escaping @Sendable (JobFacts) -> String?, _ what: String
    ) -> @Sendable (JobDetailScreen) -> Availability {
        { screen in
            guard let facts = screen.facts.value else { return .unavailable("the job is still loading") }
            return .when(place(facts) != nil, otherwise: "the job has no \(what)")
        }
    }

    /// Saves the notebooks into a folder of the job's in the folder of downloads, by names that are safe for files.
    private func download() -> [Effect<Event>] {
        let places = (facts.value?.notebooks ?? []).compactMap { S3Location($0) }
        let isPlain = job.name.utf8.allSatisfy {
            $0 == 45 || (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        }
        let folder = "\(isPlain ? job.name : "job")-notebooks"
        return [
            .run(EffectID("notebooks"), .program) { services, send in
                let path = "\(services.downloadDirectory.asFolder)\(folder)"
                for place in places {
                    do {
                        let head = try await services.cloud.headObject(at: place)
                        let object = S3Object(
                            key: place.key, sentSize: head.contentLength, sentTime: head.lastModified, eTag: head.eTag)
                        let parent = S3Location(bucket: place.bucket, key: Self.parent(of: place.key))
                        guard let item = DownloadPlan([object], under: parent).items.first else { continue }
                        let saved = try await services.cloud.openFolder(at: path).download(item) { _, _ in }
                        send(.saved("\(path)/\(saved.path)"))
                    } catch let problem as FileWriteError {
                        send(.notSaved("\(problem.path): \(problem.problem)"))
                    } catch {
                        send(.notSaved("\(place.uri): \(AWSFailure(wrapping: error).problem)"))
                    }
                }
            }
        ]
    }

    private static func parent(of key: String) -> String {
        let folders = key.byteParts(at: "/").dropLast()
        return folders.map { "\($0)/" }.joined()
    }

    // MARK: Drawing

    mutating func scroll(by rows: Int, _ context: Context) {
        let body = context.area.inset(left: 1)
        let count = lines(columns: body.columns - 1, theme: nil, glyphs: .unicode, now: context.now).count
        page.scroll(by: rows, lines: count, height: body.rows)
    }

    func nextChange(after now: Timestamp) -> Double? { job.isRunning ? 1 : nil }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard facts.value != nil else {
            return canvas.emptyState(
                of: facts, in: area, loading: "loading \(job.name)", empty: "no details of \(job.name)", hint: "")
        }
        let body = canvas.staleLine(of: facts, in: area).inset(left: 1)
        page.draw(
            lines(columns: body.columns - 1, theme: canvas.theme, glyphs: canvas.glyphs, now: canvas.now),
            on: &canvas, in: body)
    }

    private func lines(columns: Int, theme: Theme?, glyphs: Glyphs, now: Timestamp) -> [StyledText] {
        guard let facts = facts.value else { return [] }
        var page = TextPageBuilder(theme: theme, columns: columns)
        let width = 22
        page.text(job.title, .textStrong)
        let status = StatusWord(jobStatus: job.status.rawValue)
        let step = job.secondaryStatus.rawValue
        page.text(status.text(glyphs) + (step == job.status.rawValue ? "" : "   \(step)"), status.role)
        if let reason = job.failureReason { page.text("\(glyphs.failed) \(reason)", .statusFailed) }
        for failure in job.partialFailures { page.text("\(glyphs.warning) \(failure)", .statusWarning) }
        page.pair("created", DisplayText.moment(job.createdAt), nameColumns: width, indent: 1)
        if let duration = job.duration(at: now) {
            page.pair(
                job.isRunning ? "running for" : "duration", DisplayText.duration(seconds: duration),
                nameColumns: width, indent: 1)
        }
        if let best = job.bestCandidateName { page.pair("best", best, nameColumns: width, indent: 1) }
        addEndpoint(facts, to: &page, width: width, glyphs)
        for section in facts.sections {
            page.heading(section.title)
            for fact in section.facts {
                page.pair(fact.name, fact.value, nameColumns: width, indent: 1, fact.isPlace ? .link : .text)
            }
        }
        return page.lines
    }

    private func addEndpoint(_ facts: JobFacts, to page: inout TextPageBuilder, width: Int, _ glyphs: Glyphs) {
        guard let name = facts.endpointName else { return }
        page.heading("Endpoint")
        page.pair("name", name, nameColumns: width, indent: 1)
        guard let endpoint else {
            return page.pair("state", "looking it up", nameColumns: width, indent: 1, .textDim)
        }
        page.pair(
            "state", endpoint.text, nameColumns: width, indent: 1, endpoint.isGone ? .textDim : .statusWarning)
        if let failure = endpoint.failure {
            let remedy = failure.remedy.isEmpty ? "" : ": \(failure.remedy)"
            page.pair("unknown", "\(failure.problem)\(remedy)", nameColumns: width, indent: 1, .textDim)
        }
    }

    static let commands: [Command<JobDetailScreen, Event>] =
        [
            Command(
                "job.copy-data", "copy data URI", help: "Copy the S3 URI of the training data.", chords: ["t"],
                footerRank: 1, availability: needs(\.trainingData, "training data"),
                run: { screen, _ in screen.copy(screen.facts.value?.trainingData, "training data") }),
            Command(
                "job.copy-exploration", "copy exploration URI",
                help: "Copy the S3 URI of the data exploration notebook.", chords: ["e"], footerRank: 2,
                availability: needs(\.dataExplorationNotebook, "data exploration notebook"),
                run: { screen, _ in
                    screen.copy(screen.facts.value?.dataExplorationNotebook, "data exploration notebook")
                }),
            Command(
                "job.copy-definition", "copy definition URI",
                help: "Copy the S3 URI of the candidate definition notebook.", chords: ["c"], footerRank: 3,
                availability: needs(\.candidateDefinitionNotebook, "candidate definition notebook"),
                run: { screen, _ in
                    screen.copy(screen.facts.value?.candidateDefinitionNotebook, "candidate definition notebook")
                }),
            Command(
                "job.download", "download notebooks", help: "Save the job's notebooks to the download folder.",
                chords: ["d"], footerRank: 4, availability: needs(\.notebooks.first, "notebooks"),
                run: { screen, _ in screen.download() }),
            Command(
                "job.copy", "copy ARN", help: "Copy the job's ARN.", chords: ["y"], footerRank: 70,
                run: { screen, _ in [.copy(screen.job.arn, announcing: "copied the ARN of \(screen.job.name)")] }),
            Command(
                "job.refresh", "refresh", help: "Refresh the job.", chords: ["r"], footerRank: 62,
                run: { $0.refresh($1) }),
        ] + stopCommands("job", footerRank: 5) + pageCommands("job", ranks: [.down: 6, .up: 7])
}
