import AWSOperations

extension AutoMLJobRecord {
    func summary(at now: Timestamp) -> AutoMLJobSummary {
        AutoMLJobSummary(
            autoMLJobName: name, autoMLJobArn: arn, autoMLJobStatus: status(at: now),
            autoMLJobSecondaryStatus: secondaryStatus(at: now), creationTime: created,
            lastModifiedTime: lastModified(at: now), endTime: now < ends ? nil : ends,
            failureReason: now < ends ? nil : failureReason)
    }

    /// DescribeAutoMLJob's answer.
    func description(at now: Timestamp) -> DescribeAutoMLJobResponse {
        DescribeAutoMLJobResponse(
            autoMLJobName: name, autoMLJobArn: arn,
            inputDataConfig: [
                AutoMLChannel(
                    targetAttributeName: target, dataSource: dataSource, contentType: Self.contentType,
                    channelType: .training)
            ],
            outputDataConfig: AutoMLOutputDataConfig(s3OutputPath: output.uri), roleArn: account.executionRole.arn,
            creationTime: created, lastModifiedTime: lastModified(at: now), autoMLJobStatus: status(at: now),
            autoMLJobSecondaryStatus: secondaryStatus(at: now),
            autoMLJobObjective: objective.map { AutoMLJobObjective(metricName: $0) }, problemType: problemType,
            autoMLJobConfig: AutoMLJobConfig(
                completionCriteria: criteria,
                securityConfig: AutoMLSecurityConfig(enableInterContainerTrafficEncryption: false), mode: mode),
            endTime: now < ends ? nil : ends, failureReason: now < ends ? nil : failureReason,
            bestCandidate: best(at: now), generateCandidateDefinitionsOnly: false, autoMLJobArtifacts: artifacts,
            resolvedAttributes: failureReason == nil
                ? ResolvedAttributes(
                    autoMLJobObjective: objective.map { AutoMLJobObjective(metricName: $0) },
                    problemType: problemType, completionCriteria: criteria) : nil)
    }

    /// DescribeAutoMLJobV2's answer.
    func descriptionV2(at now: Timestamp) -> DescribeAutoMLJobV2Response {
        DescribeAutoMLJobV2Response(
            autoMLJobName: name, autoMLJobArn: arn,
            autoMLJobInputDataConfig: [
                AutoMLJobChannel(
                    channelType: .training, contentType: Self.contentType, compressionType: CompressionType.none,
                    dataSource: dataSource)
            ],
            outputDataConfig: AutoMLOutputDataConfig(s3OutputPath: output.uri), roleArn: account.executionRole.arn,
            creationTime: created, lastModifiedTime: lastModified(at: now), autoMLJobStatus: status(at: now),
            autoMLJobSecondaryStatus: secondaryStatus(at: now),
            autoMLJobObjective: objective.map { AutoMLJobObjective(metricName: $0) },
            autoMLProblemTypeConfig: problemTypeConfig,
            autoMLProblemTypeConfigName: forecast == nil ? .tabular : .timeSeriesForecasting,
            endTime: now < ends ? nil : ends,
            failureReason: now < ends ? nil : failureReason, bestCandidate: best(at: now),
            autoMLJobArtifacts: artifacts,
            resolvedAttributes: failureReason == nil
                ? AutoMLResolvedAttributes(
                    autoMLJobObjective: objective.map { AutoMLJobObjective(metricName: $0) },
                    completionCriteria: criteria,
                    autoMLProblemTypeResolvedAttributes: forecast == nil
                        ? AutoMLProblemTypeResolvedAttributes(
                            tabularResolvedAttributes: TabularResolvedAttributes(problemType: problemType)) : nil)
                : nil,
            dataSplitConfig: forecast == nil ? AutoMLDataSplitConfig(validationFraction: 0.2) : nil)
    }

    private var problemTypeConfig: AutoMLProblemTypeConfig {
        if var forecast {
            forecast.completionCriteria = criteria
            return AutoMLProblemTypeConfig(timeSeriesForecastingJobConfig: forecast)
        }
        return AutoMLProblemTypeConfig(
            tabularJobConfig: TabularJobConfig(
                targetAttributeName: target, completionCriteria: criteria, mode: mode,
                generateCandidateDefinitionsOnly: false, problemType: problemType))
    }

    private static let contentType = "text/csv;header=present"

    private var dataSource: AutoMLDataSource {
        AutoMLDataSource(s3DataSource: AutoMLS3DataSource(s3DataType: .s3Prefix, s3Uri: trainingData.uri))
    }

    private var criteria: AutoMLJobCompletionCriteria {
        AutoMLJobCompletionCriteria(
            maxCandidates: max(candidates.count, 1), maxRuntimePerTrainingJobInSeconds: 3600,
            maxAutoMLJobRuntimeInSeconds: 14_400)
    }

    private var artifacts: AutoMLJobArtifacts? {
        guard failureReason == nil, mode != .ensembling else { return nil }
        let folder = "\(output.uri)\(name)/sagemaker-automl-candidates/\(name)-pr-1/notebooks"
        return AutoMLJobArtifacts(
            candidateDefinitionNotebookLocation: "\(folder)/SageMakerAutopilotCandidateDefinitionNotebook.ipynb",
            dataExplorationNotebookLocation: "\(folder)/SageMakerAutopilotDataExplorationNotebook.ipynb")
    }
}
