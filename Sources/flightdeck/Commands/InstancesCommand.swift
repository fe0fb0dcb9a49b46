import AWSOperations
import ArgumentParser
import BatchInference

/// `flightdeck instances`
struct InstancesCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "instances", abstract: "List the instance types for transforms, with remaining quota and price.",
        discussion: """
            Remaining quota is the applied quota minus running instances, and at most what the quota across all \
            types leaves. Prices are for batch transform, cached for a week. What you aren't allowed to look up is \
            unknown; standard error says why.
            """)

    @Flag(help: "Only types with quota left; where quotas can't be read, all.")
    var available = false

    @Option(help: ArgumentHelp("Only types whose name contains this text, for example m5.", valueName: "text"))
    var nameContains: String?

    @Flag(help: "Print one JSON document.")
    var json = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(in context: CommandContext) async throws {
        let facts = await InstanceFactsLoader(
            cloud: context.cloud, region: context.session.region, cache: context.prices, clock: context.clock
        ).facts()
        try Task.checkCancellation()
        // Where no quota is known, none can be left out for it.
        let areQuotasUnknown = facts.quotas.value == nil
        let types = InstanceType.all.filter { type in
            (nameContains.map { type.id.contains($0) } ?? true)
                && (!available || areQuotasUnknown || (facts.quotaLeft(of: type.name).value?.left ?? 0) > 0)
        }
        let shortfalls = facts.shortfalls
        let reasons = Self.reasons(facts) + Self.reasons(facts, of: types)
        for reason in reasons { context.output.note(reason) }
        if json {
            try context.output.printJSON(InstanceDocument(types, facts, unknown: reasons), lacking: shortfalls)
        } else {
            context.output.print(
                Self.table(types, facts, isASCII: context.output.isASCII),
                orWhenEmpty: available ? "no instance type is known to have quota left" : "no matching instance types")
        }
        if !shortfalls.isEmpty { throw CommandFailure(shortfalls) }
    }

    /// Why something is unknown for all types.
    static func reasons(_ facts: InstanceFacts) -> [String] {
        var reasons: [String] = []
        if let reason = facts.quotas.reason { reasons.append("quotas unknown: \(reason)") }
        if let reason = facts.running.reason { reasons.append("running instances unknown: \(reason)") }
        if let reason = facts.prices.reason { reasons.append("prices unknown: \(reason)") }
        if let failure = facts.prices.value?.refreshFailure { reasons.append("prices are outdated: \(failure)") }
        if facts.quotas.value?.overallIsUnusable == true {
            reasons.append(
                "quota across all types unknown: Service Quotas gives no usable value, so less may be left")
        }
        if let prices = facts.prices.value, prices.unreadableCount > 0 {
            let entries = DisplayText.counted(prices.unreadableCount, "entry", "entries")
            reasons.append("\(entries) of the price list can't be read")
        }
        return reasons
    }

    /// Why something is unknown for some of the types, where it is not for all of them.
    static func reasons(_ facts: InstanceFacts, of types: [InstanceType]) -> [String] {
        var reasons: [String] = []
        func add(_ what: String, of types: [InstanceType], _ why: String) {
            guard !types.isEmpty else { return }
            let names = types.prefix(3).map(\.id).joined(separator: ", ")
            let more = types.count > 3 ? " and \(types.count - 3) more" : ""
            reasons.append("\(what) of \(names)\(more) unknown: \(why)")
        }
        if let quotas = facts.quotas.value {
            let missing = types.filter { quotas.perType[$0.name] == nil }
            add(
                "quota", of: missing.filter { quotas.unusable.contains($0.name) },
                "Service Quotas gives no usable value")
            add(
                "quota", of: missing.filter { !quotas.unusable.contains($0.name) },
                quotas.shortfall != nil
                    ? "the list of quotas is incomplete"
                    : quotas.unnamed > 0
                        ? "Service Quotas lists none by name, and \(DisplayText.count(quotas.unnamed)) whose name can't be read"
                        : "Service Quotas lists none")
        }
        if let prices = facts.prices.value {
            let missing = types.filter { prices.perType[$0.name] == nil }
            add(
                "price", of: missing.filter { prices.unreadable.contains($0.name) },
                "the entry in the price list can't be read")
            add(
                "price", of: missing.filter { !prices.unreadable.contains($0.name) },
                prices.shortfall == nil ? "not in the price list" : "the price list is incomplete")
        }
        if let shortfall = facts.running.value?.shortfall {
            reasons.append("running instances are lower bounds: \(shortfall.problem)")
        }
        return reasons
    }

    private static func running(of type: InstanceType, _ facts: InstanceFacts) -> String? {
        facts.running.value.map { "\($0.shortfall == nil ? "" : "at least ")\($0.perType[type.name] ?? 0)" }
    }

    static func table(_ types: [InstanceType], _ facts: InstanceFacts, isASCII: Bool) -> TextTable {
        let none = isASCII ? "-" : DisplayText.unknown
        var table = TextTable([
            .left("TYPE"), .right("VCPU"), .right("MEMORY GIB"), .left("ACCELERATOR"), .right("QUOTA"),
            .right("RUNNING"), .right("LEFT"), .right("PRICE/H"),
        ])
        for type in types {
            let quota = facts.quotaLeft(of: type.name).value
            let memory = DisplayText.decimal(type.memoryGiB, places: type.memoryGiB == type.memoryGiB.rounded() ? 0 : 1)
            table.add([
                .init(type.id), .init("\(type.vCPU)"), .init(memory),
                .init(type.accelerator.map { "\($0.count) \(isASCII ? "x" : "×") \($0.name)" } ?? none),
                quota.map { .init($0.applied == 0 ? "none" : "\($0.applied)") } ?? "unknown",
                .init(Self.running(of: type, facts) ?? "unknown"),
                // Without what runs, the quota itself is all that can be said.
                quota.map {
                    .init($0.running == nil ? "up to \($0.left)" : "\($0.left)", tint: $0.left > 0 ? .good : nil)
                } ?? "unknown",
                .init(facts.price(of: type.name).value?.text ?? "unknown"),
            ])
        }
        return table
    }
}

/// `instances --json`: what is unknown is null, and its reason stands under `Unknown`.
struct InstanceDocument: Encodable {
    struct Entry: Encodable {
        var instanceType: String
        var vCPU: Int
        var memoryGiB: Double
        var accelerator: String?
        var acceleratorCount: Int
        var quota: Int?
        var quotaCode: String?
        var running: Int?
        var quotaLeft: Int?
        var pricePerHour: Double?
        var currency: String?

        private enum CodingKeys: String, CodingKey {
            case instanceType = "InstanceType"
            case vCPU = "VCpu"
            case memoryGiB = "MemoryGiB"
            case accelerator = "Accelerator"
            case acceleratorCount = "AcceleratorCount"
            case quota = "Quota"
            case quotaCode = "QuotaCode"
            case running = "Running"
            case quotaLeft = "QuotaLeft"
            case pricePerHour = "PricePerHour"
            case currency = "Currency"
        }
    }

    var instanceTypes: [Entry]
    var overallQuota: Int?
    var running: Int?
    var unknown: [String]

    init(_ types: [InstanceType], _ facts: InstanceFacts, unknown: [String]) {
        instanceTypes = types.map { type in
            let quota = facts.quotaLeft(of: type.name).value
            let price = facts.price(of: type.name).value
            return Entry(
                instanceType: type.id, vCPU: type.vCPU, memoryGiB: type.memoryGiB, accelerator: type.accelerator?.name,
                acceleratorCount: type.accelerator?.count ?? 0, quota: quota?.applied,
                quotaCode: facts.quotas.value?.perType[type.name]?.code,
                running: facts.running.value.flatMap { $0.shortfall == nil ? $0.perType[type.name] ?? 0 : nil },
                quotaLeft: quota.flatMap { $0.running == nil ? nil : $0.left },
                pricePerHour: price?.amount, currency: price?.currency)
        }
        overallQuota = facts.quotas.value?.overall?.value
        running = facts.running.value.flatMap { $0.shortfall == nil ? $0.total : nil }
        self.unknown = unknown
    }

    private enum CodingKeys: String, CodingKey {
        case instanceTypes = "InstanceTypes"
        case overallQuota = "OverallQuota"
        case running = "Running"
        case unknown = "Unknown"
    }
}
