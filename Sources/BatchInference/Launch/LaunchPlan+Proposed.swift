import AWSOperations

extension LaunchPlan {
    /// The plan that a form opens with: names from candidate and time, the job's own role, CSV by line, one instance.
    ///
    /// The input stays empty, for it cannot be guessed. The output lies in the bucket that the job wrote to, in a folder
    /// of the transform's name; without a described job it stays empty, too. Time-series candidates get no splitting and
    /// the instance type that the service documents for them.
    public static func proposed(
        for candidate: AutoMLCandidate, of job: JobOverview, now: Timestamp
    ) -> LaunchPlan {
        let names = LaunchNames(jobName: job.name, candidateName: candidate.candidateName, now: now)
        var plan = LaunchPlan(
            jobName: job.name, candidateName: candidate.candidateName, containerSets: ContainerSets(candidate),
            modelName: names.model, roleArn: job.roleArn ?? "", input: "",
            output: defaultOutput(of: job, transformJobName: names.transform), transformJobName: names.transform)
        plan.kind = LaunchPlan.Kind(problemType: job.problemType)
        if plan.kind == .timeSeries {
            plan.split = .none
            plan.assemble = .none
            plan.instanceType = .mlM512xlarge
        }
        if plan.kind == .endpointsOnly("image") {
            // Each image is one request, and no line of it is anything.
            plan.contentType = contentType(ofImages: job.inputContentType)
            plan.split = .none
            plan.assemble = .none
        }
        if plan.containerSets.plain.isEmpty, plan.containerSets.cpu.isEmpty, !plan.containerSets.gpu.isEmpty {
            plan.instanceType = .mlG4dnXlarge
        }
        return plan
    }

    /// The type that the job was trained on, where that is one; what SageMaker's image containers take, elsewhere.
    private static func contentType(ofImages type: String?) -> String {
        let type = type?.lowercased() ?? ""
        return type.hasPrefix("image/") && !type.hasSuffix("*") ? type : "application/x-image"
    }

    private static func defaultOutput(of job: JobOverview, transformJobName: String) -> String {
        guard let text = job.outputLocation ?? job.inputLocation, let location = S3Location(text) else { return "" }
        return S3Location(bucket: location.bucket, key: proposedOutputKey(transformJobName: transformJobName)).uri
    }

    /// Where in its bucket a transform's output goes unless somebody says otherwise.
    static func proposedOutputKey(transformJobName: String) -> String { "predictions/\(transformJobName)/" }
}
