import AWSOperations
import ArgumentParser
import BatchInference
import JSONCoding

/// `flightdeck job JOB`
struct JobCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "job", abstract: "Show an Autopilot job: problem, data, limits, notebooks, endpoint.",
        discussion: """
            If Autopilot has deployed the best candidate to an endpoint, the endpoint is billed by the hour; its \
            price is the list price of its instances.
            """)

    @Argument(help: "Job name.") var job: String

    @Flag(help: "Print the job as the API describes it, with the deployed endpoint under Endpoint.")
    var json = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { [.job(job)] }

    func validate() throws {
        try Check.name(job, of: "JOB", atMost: 32)
    }

    func run(in context: CommandContext) async throws {
        let description = try await context.cloud.describeJob(named: job)
        let facts = JobFacts(description)
        var endpoint: DeployedEndpoint?
        if let name = facts.endpointName {
            endpoint = await DeployedEndpointLoader(
                jobs: context.cloud, prices: context.cloud, region: context.session.region
            ).endpoint(named: name)
        }
        if json {
            try context.output.printJSON(JobDocument(description: description, endpoint: endpoint))
        } else {
            context.output.print(Self.table(facts, endpoint, now: context.clock.now), orWhenEmpty: "")
        }
        if let failure = endpoint?.failure {
            context.output.note("the endpoint's price is unknown: \(failure.problem)")
        }
    }

    /// A row a fact, its section before it.
    static func table(_ facts: JobFacts, _ endpoint: DeployedEndpoint?, now: Timestamp) -> TextTable {
        let job = facts.overview
        var table = TextTable([.left("PART"), .left("FACT"), .left("VALUE")])
        func add(_ section: String, _ name: String, _ value: String) {
            table.add([.init(section), .init(name), .init(value)])
        }
        add("Job", "name", job.title)
        add("Job", "status", job.status.rawValue)
        if job.secondaryStatus.rawValue != job.status.rawValue { add("Job", "step", job.secondaryStatus.rawValue) }
        if let reason = job.failureReason { add("Job", "reason", reason) }
        for failure in job.partialFailures { add("Job", "partly failed", failure) }
        add("Job", "created", DisplayText.moment(job.createdAt))
        if let duration = job.duration(at: now) { add("Job", "duration", DisplayText.duration(seconds: duration)) }
        for section in facts.sections {
            for fact in section.facts { add(section.title, fact.name, fact.value) }
        }
        if let endpoint { add("Endpoint", endpoint.name, endpoint.text) }
        return table
    }
}

/// A job as the API describes it, and the endpoint that it has deployed.
private struct JobDocument: Encodable {
    var description: AutopilotJobDescription
    var endpoint: DeployedEndpoint?

    private enum CodingKeys: String, CodingKey {
        case endpoint = "Endpoint"
    }

    func encode(to encoder: any Encoder) throws {
        switch description {
        case .v1(let response): try response.encode(to: encoder)
        case .v2(let response): try response.encode(to: encoder)
        }
        guard let endpoint else { return }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Endpoint(endpoint), forKey: .endpoint)
    }

    private struct Endpoint: Encodable {
        var name: String
        var status: String?
        var isGone: Bool
        var variants: [Variant]
        var hourlyPrice: Double?
        var currency: String?
        var unknown: String?

        init(_ endpoint: DeployedEndpoint) {
            name = endpoint.name
            status = endpoint.status
            isGone = endpoint.isGone
            variants = endpoint.variants.map {
                Variant(name: $0.name, instanceType: $0.instanceType, instanceCount: $0.count)
            }
            hourlyPrice = endpoint.hourlyPrice?.amount
            currency = endpoint.hourlyPrice?.currency
            unknown = endpoint.failure?.problem
        }

        private enum CodingKeys: String, CodingKey {
            case name = "EndpointName"
            case status = "EndpointStatus"
            case isGone = "IsDeleted"
            case variants = "Variants"
            case hourlyPrice = "HourlyPrice"
            case currency = "Currency"
            case unknown = "Unknown"
        }
    }

    private struct Variant: Encodable {
        var name: String
        var instanceType: String?
        var instanceCount: Int?

        private enum CodingKeys: String, CodingKey {
            case name = "VariantName"
            case instanceType = "InstanceType"
            case instanceCount = "InstanceCount"
        }
    }
}
