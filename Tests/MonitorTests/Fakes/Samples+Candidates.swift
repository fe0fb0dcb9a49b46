import AWSOperations
import BatchInference

@testable import Monitor

extension Samples {
    static let jobName = "penguins-species"

    /// A finished job with all that its description knows.
    static var describedJob: JobOverview {
        var job = job(jobName, minutesAgo: 2880)
        job.targetColumn = "species"
        job.mode = AutoMLMode(rawValue: "HYPERPARAMETER_TUNING")
        job.inputLocation = "s3://flightdeck-demo/training/penguins.csv"
        job.outputLocation = "s3://flightdeck-demo/autopilot/"
        job.roleArn = "arn:aws:iam::111122223333:role/flightdeck-demo"
        job.bestCandidateName = "penguins-species-dpp0-softmax-004"
        return job
    }

    /// A candidate with the three containers of a tuned classifier; without a value while it has none.
    static func candidate(
        _ suffix: String, value: Double?, status: CandidateStatus = .completed, failure: String? = nil,
        minutesAgo: Double = 2800
    ) -> AutoMLCandidate {
        let created = now.adding(seconds: -minutesAgo * 60)
        let isEnded = status == .completed || status == .failed
        return AutoMLCandidate(
            candidateName: "\(jobName)-\(suffix)", objectiveStatus: value == nil ? .pending : .succeeded,
            candidateSteps: [
                AutoMLCandidateStep(
                    candidateStepType: .trainingJob,
                    candidateStepArn: "arn:aws:sagemaker:eu-west-1:111122223333:training-job/\(suffix)",
                    candidateStepName: "\(suffix)-training")
            ],
            candidateStatus: status, creationTime: created, lastModifiedTime: created,
            finalAutoMLJobObjectiveMetric: value.map {
                FinalAutoMLJobObjectiveMetric(metricName: .accuracy, value: $0, type: .maximize)
            },
            inferenceContainers: status == .completed ? containers(suffix) : nil,
            endTime: isEnded ? created.adding(seconds: 42) : nil, failureReason: failure,
            candidateProperties: value.map { value in
                CandidateProperties(
                    candidateArtifactLocations: CandidateArtifactLocations(
                        explainability: "s3://flightdeck-demo/autopilot/\(suffix)/explainability/"),
                    candidateMetrics: [
                        MetricDatum(
                            standardMetricName: .init(rawValue: "F1macro"), value: value - 0.0024, set: .validation),
                        MetricDatum(
                            standardMetricName: .init(rawValue: "LogLoss"), value: 1 - value + 0.04, set: .validation),
                        // A tree learns its rows by heart.
                        MetricDatum(
                            standardMetricName: .accuracy, value: suffix.contains("tree") ? 1 : value + 0.0058,
                            set: .train),
                        MetricDatum(
                            standardMetricName: .init(rawValue: "LogLoss"), value: 1 - value + 0.032, set: .train),
                    ])
            })
    }

    static func containers(_ suffix: String) -> [AutoMLContainerDefinition] {
        let registry = "348316444620.dkr.ecr.eu-west-1.amazonaws.com"
        let processor = "s3://flightdeck-demo/autopilot/data-processor/\(suffix.prefix(4))/model.tar.gz"
        let algorithm = suffix.split(separator: "-").dropFirst().first.map(String.init) ?? "algorithm"
        return [
            AutoMLContainerDefinition(
                image: "\(registry)/sagemaker-sklearn-automl:2.5-1-cpu-py3", modelDataUrl: processor,
                environment: ["AUTOML_TRANSFORM_MODE": "feature-transform", "SAGEMAKER_PROGRAM": "sagemaker_serve"]),
            AutoMLContainerDefinition(
                image: "\(registry)/\(algorithm):1.0-cpu-py3",
                modelDataUrl: "s3://flightdeck-demo/autopilot/tuning/\(suffix)/model.tar.gz",
                environment: [
                    "MAX_CONTENT_LENGTH": "20971520", "SAGEMAKER_INFERENCE_OUTPUT": "predicted_label",
                    "SAGEMAKER_INFERENCE_SUPPORTED": "predicted_label,probability,probabilities",
                ]),
            AutoMLContainerDefinition(
                image: "\(registry)/sagemaker-sklearn-automl:2.5-1-cpu-py3", modelDataUrl: processor,
                environment: [
                    "AUTOML_TRANSFORM_MODE": "inverse-label-transform", "SAGEMAKER_INFERENCE_INPUT": "predicted_label",
                    "SAGEMAKER_INFERENCE_OUTPUT": "predicted_label",
                    "SAGEMAKER_INFERENCE_SUPPORTED": "predicted_label,probability,labels,probabilities",
                ]),
        ]
    }

    /// Finished, running and failed candidates.
    static var candidates: [AutoMLCandidate] {
        [
            candidate("dpp2-knn9-006", value: nil, status: .inProgress, minutesAgo: 3),
            candidate("dpp1-tree8-005", value: nil, status: .failed, failure: "AlgorithmError: no split was found"),
            candidate("dpp0-softmax-004", value: 0.9855), candidate("dpp2-tree4-003", value: 0.9275),
            candidate("dpp1-knn5-002", value: 0.9710), candidate("dpp0-bayes-001", value: 0.9565),
            candidate("dpp0-majority-000", value: 0.4348),
        ]
    }

    static func board(_ candidates: [AutoMLCandidate] = candidates) -> Leaderboard {
        Leaderboard(
            candidates: candidates, objective: MetricName("Accuracy"),
            bestCandidateName: candidates.contains { $0.candidateName == describedJob.bestCandidateName }
                ? describedJob.bestCandidateName : nil)
    }

    /// The launch form of the best candidate.
    static var launchScreen: LaunchScreen {
        LaunchScreen(job: describedJob, candidate: candidate("dpp0-softmax-004", value: 0.9855), isBest: true, now: now)
    }

    static func record(_ state: LaunchRecord.State = .modelCreated, account: String = "111122223333") -> LaunchRecord {
        var plan = launchScreen.plan
        plan.input = "s3://flightdeck-demo/inbox/march/"
        var record = LaunchRecord(
            plan: plan, identity: LaunchIdentity(account: account, region: "eu-west-1", profile: "ml-dev"),
            now: now.adding(seconds: -3600))
        record.state = state
        return record
    }
}
