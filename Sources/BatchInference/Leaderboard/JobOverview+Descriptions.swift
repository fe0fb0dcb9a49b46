import AWSOperations

extension JobOverview {
    init(v1 job: DescribeAutoMLJobResponse) {
        self.init(
            AutoMLJobSummary(
                autoMLJobName: job.autoMLJobName, autoMLJobArn: job.autoMLJobArn, autoMLJobStatus: job.autoMLJobStatus,
                autoMLJobSecondaryStatus: job.autoMLJobSecondaryStatus, creationTime: job.creationTime,
                lastModifiedTime: job.lastModifiedTime, endTime: job.endTime, failureReason: job.failureReason,
                partialFailureReasons: job.partialFailureReasons))
        isDescribed = true
        problemType = Self.text(job.problemType ?? job.resolvedAttributes?.problemType)
        candidatesMax =
            job.autoMLJobConfig?.completionCriteria?.maxCandidates
            ?? job.resolvedAttributes?.completionCriteria?.maxCandidates
        mode = job.autoMLJobConfig?.mode
        targetColumn = job.inputDataConfig.first?.$targetAttributeName
        inputLocation = job.inputDataConfig.first?.dataSource?.s3DataSource.$s3Uri?.string
        outputLocation = job.outputDataConfig.$s3OutputPath?.string
        roleArn = job.$roleArn
        take(best: job.bestCandidate, objective: job.autoMLJobObjective ?? job.resolvedAttributes?.autoMLJobObjective)
    }

    init(v2 job: DescribeAutoMLJobV2Response) {
        self.init(
            AutoMLJobSummary(
                autoMLJobName: job.autoMLJobName, autoMLJobArn: job.autoMLJobArn, autoMLJobStatus: job.autoMLJobStatus,
                autoMLJobSecondaryStatus: job.autoMLJobSecondaryStatus, creationTime: job.creationTime,
                lastModifiedTime: job.lastModifiedTime, endTime: job.endTime, failureReason: job.failureReason,
                partialFailureReasons: job.partialFailureReasons))
        let config = job.autoMLProblemTypeConfig
        let resolved = job.resolvedAttributes
        isDescribed = true
        problemType = Self.problemType(of: job)
        candidatesMax =
            config?.tabularJobConfig?.completionCriteria?.maxCandidates
            ?? config?.timeSeriesForecastingJobConfig?.completionCriteria?.maxCandidates
            ?? config?.textClassificationJobConfig?.completionCriteria?.maxCandidates
            ?? config?.imageClassificationJobConfig?.completionCriteria?.maxCandidates
            ?? resolved?.completionCriteria?.maxCandidates
        mode = config?.tabularJobConfig?.mode
        targetColumn =
            config?.tabularJobConfig?.$targetAttributeName
            ?? config?.timeSeriesForecastingJobConfig?.timeSeriesConfig.$targetAttributeName
            ?? config?.textClassificationJobConfig?.$targetLabelColumn
        inputLocation = job.autoMLJobInputDataConfig.first?.dataSource?.s3DataSource.$s3Uri?.string
        inputContentType = job.autoMLJobInputDataConfig.first?.contentType
        outputLocation = job.outputDataConfig.$s3OutputPath?.string
        roleArn = job.$roleArn
        take(best: job.bestCandidate, objective: job.autoMLJobObjective ?? resolved?.autoMLJobObjective)
    }

    private mutating func take(best: AutoMLCandidate?, objective reported: AutoMLJobObjective?) {
        objective =
            reported?.$metricName.map { MetricName($0.rawValue) }
            ?? best?.finalAutoMLJobObjectiveMetric?.normalisedName
        bestCandidateName = best?.$candidateName
        bestValue = best?.objectiveValue(objective)
    }

    private static func problemType(of job: DescribeAutoMLJobV2Response) -> String? {
        let config = job.autoMLProblemTypeConfig
        if config?.timeSeriesForecastingJobConfig != nil { return "time series" }
        if config?.textClassificationJobConfig != nil { return "text" }
        if config?.imageClassificationJobConfig != nil { return "image" }
        let tabular =
            config?.tabularJobConfig?.problemType
            ?? job.resolvedAttributes?.autoMLProblemTypeResolvedAttributes?.tabularResolvedAttributes?.problemType
        if let text = text(tabular) { return text }
        switch job.autoMLProblemTypeConfigName {
        case .some(.timeSeriesForecasting): return "time series"
        case .some(.textClassification): return "text"
        case .some(.imageClassification): return "image"
        case .some(.textGeneration): return "text generation"
        case .some(.tabular): return "tabular"
        case .some(let other): return other.rawValue
        case .none: return nil
        }
    }

    private static func text(_ type: ProblemType?) -> String? {
        switch type {
        case .none: nil
        case .some(.binaryClassification): "binary"
        case .some(.multiclassClassification): "multiclass"
        case .some(.regression): "regression"
        case .some(let other): other.rawValue
        }
    }
}
