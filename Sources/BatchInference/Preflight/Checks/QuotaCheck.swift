import AWSOperations

extension PreflightCheck {
    /// Whether the applied quotas leave room for the instances, beside what runs now.
    static let quota = PreflightCheck("quota", "quota", needs: [.candidate, .instances]) { subject, lookups in
        let plan = subject.plan
        // Of a count that the API does not take, the options tell.
        guard (1...100).contains(plan.instanceCount) else { return [] }
        async let listing = lookups.quotas()
        // What runs may be hidden where quotas are not.
        async let usage = runningOrFailure(lookups)
        let quotas = try await listing
        let running = try await usage
        let type = plan.instanceType
        var findings: [PreflightFinding] = []
        var room: [Int] = []
        let asked = [
            ("\(type.rawValue) for transform job usage", { (used: TransformResources) in used.instanceType == type }),
            ("Number of instances across all transform jobs", { _ in true }),
        ]
        for (name, counts) in asked {
            let quota = quotas.first { $0.quotaName == name }
            let unnamed = quotas.count { $0.quotaName?.isEmpty != false }
            if quota == nil, unnamed > 0 {
                findings.append(
                    PreflightFinding(
                        .unknown,
                        "quota: '\(name)' may be one of the \(DisplayText.count(unnamed)) that Service Quotas lists without "
                            + "a name that can be read",
                        fix: "look it up in the Service Quotas console", field: .instanceType))
                continue
            }
            guard let value = quota?.value, value.isFinite, value >= 0 else {
                findings.append(
                    quota == nil
                        ? PreflightFinding(
                            .unknown, "quota: Service Quotas doesn't list '\(name)'",
                            fix: "check the instance type's name",
                            field: .instanceType)
                        : PreflightFinding(
                            .unknown, "quota: Service Quotas gives no usable value of '\(name)'",
                            fix: "look it up in the Service Quotas console", field: .instanceType))
                continue
            }
            let limit = Int(min(value, 1e9))
            let used = (try? running.get())?.filter(counts).map(\.instanceCount).reduce(0, +) ?? 0
            let left = limit - used
            room.append(left)
            guard left < plan.instanceCount else { continue }
            findings.append(shortage(name, limit: limit, used: used, wanted: plan.instanceCount, type))
        }
        if case .failure(let failure) = running {
            findings.append(.unknown("running instances", because: failure, field: .instanceType))
        }
        guard findings.isEmpty, let left = room.min() else { return findings }
        return [
            PreflightFinding(
                .passed, "quota: room for \(DisplayText.count(left)) × \(type.rawValue)", field: .instanceType)
        ]
    }

    private static func runningOrFailure(
        _ lookups: PreflightLookups
    ) async throws -> Result<[TransformResources], AWSFailure> {
        do {
            return .success(try await lookups.runningTransforms())
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure == .cancelled { throw failure }
            return .failure(failure)
        }
    }

    private static func shortage(
        _ name: String, limit: Int, used: Int, wanted: Int, _ type: TransformInstanceType
    ) -> PreflightFinding {
        let left = max(limit - used, 0)
        let running = used > 0 ? ", of which \(used) \(DisplayText.noun(used, "is", "are")) in use" : ""
        return PreflightFinding(
            .failed, "the quota '\(name)' is \(limit)\(running): \(wanted) requested",
            fix: left > 0
                ? "request at most \(left), or a higher quota in Service Quotas"
                : "choose another instance type, or request a higher quota in Service Quotas",
            field: left > 0 ? .instanceCount : .instanceType, edit: left > 0 ? .instanceCount(left) : nil)
    }
}
