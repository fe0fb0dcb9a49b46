import AWSOperations

extension LaunchPlan {
    /// Where a trial of the plan puts its rows and its predictions: a folder beside the output.
    struct TrialPlace: Hashable, Sendable {
        var input: S3Location
        var output: S3Location
        /// The folder around both, as a URI.
        var folder: String {
            let key = input.key.droppingByteSuffix("input/") ?? input.key[...]
            return S3Location(bucket: input.bucket, key: String(key)).uri
        }

        /// Where a trial of that name has its objects under a folder of outputs.
        init(beside folder: S3Location, named name: String) {
            let own = "\(folder.key)\(Self.mark)/\(name)/"
            input = S3Location(bucket: folder.bucket, key: own + "input/")
            output = S3Location(bucket: folder.bucket, key: own + "output/")
        }

        /// Where the trial of a record has its objects; nil where its places are not a trial's, and nobody's to delete.
        init?(of record: LaunchRecord) {
            let job = record.createTransformJob
            guard let input = S3Location(job.transformInput.dataSource.s3DataSource.s3Uri),
                let output = S3Location(job.transformOutput.s3OutputPath), input.bucket == output.bucket,
                let below = input.key.droppingByteSuffix("/\(record.transformJobName)/input/"),
                let around = below.droppingByteSuffix(Self.mark)
            else { return nil }
            let parent = S3Location(bucket: input.bucket, key: String(around))
            self.init(beside: parent, named: record.transformJobName)
            guard self.input == input, self.output == output else { return nil }
        }

        static let mark = "flightdeck-trials"
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
