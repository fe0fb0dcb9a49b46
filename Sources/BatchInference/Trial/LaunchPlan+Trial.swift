import AWSOperations

extension LaunchPlan {
    /// Where a trial of the plan puts its rows and its predictions: a folder beside the output.
    struct TrialPlace: Hashable, Sendable {
        var input: S3Location
        var output: S3Location
    }

    /// The same plan for a trial: one instance, a name and a place of its own, nothing captured; the model is the same.
    func trial(now: Timestamp) -> (plan: LaunchPlan, place: TrialPlace)? {
        guard let location = S3Location(output) else { return nil }
        let date = CalendarDate(now)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let ending = "-trial-\(two(date.hour))\(two(date.minute))\(two(date.second))"
        let room = LaunchNames.maximumLength - ending.utf8.count
        var base = String(decoding: Array(transformJobName.utf8.prefix(room)), as: UTF8.self)
        while base.hasSuffix("-") { base.removeLast() }
        let name = base + ending
        // Beside the folder that the predictions go to, so that neither reads the other.
        var key = location.key
        if key.hasSuffix("/") { key.removeLast() }
        let parent = key.lastIndex(of: "/").map { String(key[...$0]) } ?? ""
        let folder = "\(parent)flightdeck-trials/\(name)/"
        let place = TrialPlace(
            input: S3Location(bucket: location.bucket, key: folder + "input/"),
            output: S3Location(bucket: location.bucket, key: folder + "output/"))
        var plan = self
        plan.transformJobName = name
        plan.input = place.input.uri
        plan.inputKind = .s3Prefix
        plan.compression = .none
        plan.output = place.output.uri
        plan.instanceCount = 1
        plan.captureDestination = ""
        plan.captureKmsKey = ""
        plan.captureGeneratesInferenceID = false
        plan.experiment = nil
        return (plan, place)
    }
}
