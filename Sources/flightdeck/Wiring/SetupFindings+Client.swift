import AWSClient
import AWSOperations
import BatchInference

extension Sourced {
    init(_ setting: Setting<String>) {
        self.init(setting.shown, from: setting.origin.description)
    }
}

extension SetupFindings {
    /// The client's report in the words of a person.
    init(_ report: SetupReport) {
        self.init(profile: report.profile.map(Sourced.init), region: report.region.map(Sourced.init))
        files = report.files.map { file in
            let state: SharedFile.State =
                switch file.state {
                case .read: .read
                case .missing: .missing
                case .broken(let problem, let remedy): .broken(problem, remedy: remedy)
                case .readableByOthers: .readableByOthers
                }
            return SharedFile(path: file.path, origin: file.origin.description, state: state)
        }
        endpoints = report.endpoints.map {
            Endpoint(
                service: $0.service.displayName, url: $0.url ?? "", region: $0.region,
                origin: $0.origin == .standard ? "AWS's own" : $0.origin.description)
        }
        overrides = report.overrides.map(Override.init)
        caBundle = report.caBundle.map(Sourced.init)
        proxies = report.proxies.map(Sourced.init)
        noProxy = report.noProxy.map(Sourced.init)
        retryMode = Sourced(report.retryMode.value.rawValue, from: report.retryMode.origin.description)
        if report.retryMode.value == .legacy {
            retryNote = "legacy is treated as standard: its waits and retry budget apply"
        }
        maxAttempts = Sourced(String(report.maxAttempts.value), from: report.maxAttempts.origin.description)
        problems = report.problems.map { Problem(problem: $0.problem, remedy: $0.remedy) }
        if report.region == nil, problems.isEmpty {
            problems = [Problem(problem: AWSFailure.noRegion.problem, remedy: AWSFailure.noRegion.remedy)]
        }
        asksForCode = report.mfaDevice != nil
    }
}

extension SetupFindings.Override {
    init(_ override: SettingOverride) {
        func named(_ setting: Setting<String>) -> String {
            setting.value.isEmpty ? "\(setting.origin)" : "\(setting.origin) = \(setting.shown)"
        }
        self.init(
            winner: "\(override.winner.origin)", loser: "\(override.loser.origin)",
            text: "\(named(override.winner)) overrides \(named(override.loser))")
        if override.setting == "default profile" {
            remedy = "keep one of the two: the former is used here, but the AWS CLI uses whichever comes later"
        }
        guard override.setting == "credentials", override.winner.origin == .environment("AWS_ACCESS_KEY_ID") else {
            return
        }
        text = "AWS_ACCESS_KEY_ID in the environment overrides \(named(override.loser))"
        remedy =
            "to use the profile: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN, "
            + "or give --profile \(override.loser.value)"
    }
}

extension CredentialFindings {
    /// What the client found, with all of the access key's id but its end hidden.
    init(_ found: CredentialsFindings) {
        self.init(
            providers: found.providers.map(Provider.init), accessKey: found.accessKeyID.map(Self.shortened),
            expiration: found.expiration, renewal: found.renewal?.remedy ?? "", failure: found.failure)
        winner = providers.first { $0.outcome == .found }?.name
    }
}

extension CredentialFindings.Provider {
    init(_ report: ProviderReport) {
        let outcome: Outcome =
            switch report.outcome {
            case .skipped(let reason): .skipped(reason: reason)
            case .found: .found
            case .failed(let problem): .failed(problem: problem)
            case .overridden(let winner): .overridden(by: winner)
            case .notReached: .notReached
            }
        self.init(
            name: report.provider, outcome: outcome, origin: report.origin?.description ?? "", note: report.note ?? "")
    }
}

extension AWSFailure {
    /// Nobody can be asked without a region.
    static let noRegion = AWSFailure.configuration(
        problem: "no region is set",
        remedy: "name one with --region, AWS_REGION, or `region` in the profile, for example eu-west-1")
}
