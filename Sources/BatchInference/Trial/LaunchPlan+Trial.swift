import AWSOperations

extension LaunchPlan {
    /// The same plan for a trial: one instance, a name and a place of its own, nothing captured; the model is the same.
    func trial(now: Timestamp) -> (plan: LaunchPlan, place: TrialPlace)? {
        guard let location = S3Location(output) else { return nil }
        let name = LaunchNames.derived(from: transformJobName, for: "trial", at: now)
        // Beside the folder that the predictions go to, so that neither reads the other.
        let parent = (location.key.droppingByteSuffix("/") ?? location.key[...]).parentFolder
        let place = TrialPlace(beside: S3Location(bucket: location.bucket, key: String(parent)), named: name)
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
