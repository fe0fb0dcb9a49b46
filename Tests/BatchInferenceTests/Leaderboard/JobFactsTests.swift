import AWSOperations
import BatchInference
import Testing

@Suite("What a job is")
struct JobFactsTests {
    private func facts(_ change: (inout DescribeAutoMLJobV2Response) -> Void) throws -> JobFacts {
        guard case .v2(var response) = Samples.description("a") else { throw AWSFailure.cancelled }
        change(&response)
        return JobFacts(.v2(response))
    }

    private func text(_ facts: JobFacts) -> [String] {
        facts.sections.flatMap { section in section.facts.map { "\(section.title): \($0.name) = \($0.value)" } }
    }

    @Test("a tabular job tells its problem, data, limits and notebooks, and nothing that it doesn't know")
    func tabular() throws {
        let facts = try facts { job in
            job.autoMLJobInputDataConfig = [
                AutoMLJobChannel(
                    channelType: .validation,
                    dataSource: AutoMLDataSource(
                        s3DataSource: AutoMLS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://d/validation/"))),
                AutoMLJobChannel(
                    channelType: .training, contentType: "text/csv;header=present", compressionType: .gzip,
                    dataSource: AutoMLDataSource(
                        s3DataSource: AutoMLS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://d/train/"))),
            ]
            job.autoMLJobArtifacts = AutoMLJobArtifacts(dataExplorationNotebookLocation: "s3://d/n/explore.ipynb")
            job.modelDeployResult = ModelDeployResult(endpointName: "best")
        }
        #expect(facts.trainingData == "s3://d/train/")
        #expect(facts.notebooks == ["s3://d/n/explore.ipynb"] && facts.candidateDefinitionNotebook == nil)
        #expect(facts.endpointName == "best")
        let text = text(facts)
        for line in [
            "Problem: type = binary", "Problem: target = Churn?", "Problem: objective = F1, higher is better",
            "Problem: mode = HYPERPARAMETER_TUNING", "Data: training data = s3://d/train/",
            "Data: compression = Gzip", "Data: validation data = s3://d/validation/", "Limits: candidates = 10",
            "Notebooks: candidate definition = none",
        ] {
            #expect(text.contains(line), "\(line)")
        }
        #expect(!text.contains { $0.contains("sample weights") || $0.contains("whole job") })
        #expect(facts.sections.flatMap(\.facts).filter(\.isPlace).count == 4)
    }

    @Test("a job of the first version tells the same")
    func firstVersion() {
        var job = DescribeAutoMLJobResponse(
            autoMLJobName: "old", autoMLJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:automl-job/old",
            inputDataConfig: [
                AutoMLChannel(
                    targetAttributeName: "bankrupt",
                    dataSource: AutoMLDataSource(
                        s3DataSource: AutoMLS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://d/train_data.csv")))
            ], outputDataConfig: AutoMLOutputDataConfig(s3OutputPath: "s3://d/"), roleArn: Samples.role,
            creationTime: Timestamp(secondsSinceEpoch: 0), lastModifiedTime: Timestamp(secondsSinceEpoch: 0),
            autoMLJobStatus: .inProgress, autoMLJobSecondaryStatus: .starting, problemType: .binaryClassification)
        job.modelDeployConfig = ModelDeployConfig(autoGenerateEndpointName: true)
        let facts = JobFacts(.v1(job))
        #expect(facts.trainingData == "s3://d/train_data.csv" && facts.endpointName == nil)
        #expect(text(facts).contains("Problem: target = bankrupt"))
    }

    @Test("a forecast tells what it needs, in words")
    func forecast() throws {
        var config = TimeSeriesForecastingJobConfig(
            forecastFrequency: "15min", forecastHorizon: 1,
            timeSeriesConfig: TimeSeriesConfig(
                targetAttributeName: "y", timestampAttributeName: "t", itemIdentifierAttributeName: "i",
                groupingAttributeNames: ["shop"]), forecastQuantiles: ["p10", "p90"])
        config.holidayConfig = [HolidayConfigAttributes(countryCode: "DE")]
        config.transformations = TimeSeriesTransformations(
            filling: ["y": ["middlefill": "zero", "backfill": "nan"]], aggregation: ["y": "sum"])
        #expect(
            ForecastNeeds(config).text
                == "a row every 15 minutes, 1 step ahead; holidays of DE; gaps are filled (y: backfill nan, middlefill "
                + "zero); rows that are closer together are combined (y: sum)")
        let facts = try facts {
            $0.autoMLProblemTypeConfig = AutoMLProblemTypeConfig(timeSeriesForecastingJobConfig: config)
        }
        let text = text(facts)
        #expect(text.contains("Problem: grouped by = shop") && text.contains("Problem: holidays = DE"))
        for (frequency, words) in [("1M", "every month"), ("W", "every week"), ("2Y", "every 2 years"), ("x", "x")] {
            config.forecastFrequency = frequency
            #expect(ForecastNeeds(config).text.hasPrefix("a row \(words)"), "\(frequency)")
        }
    }
}

@Suite("Endpoints that Autopilot has deployed")
struct DeployedEndpointTests {
    private static func entry(_ type: String, _ usage: String, _ price: String) -> String {
        """
        {"product": {"attributes": {"usagetype": "EU-\(usage):\(type)", "instanceName": "\(type)"}},
         "terms": {"OnDemand": {"a": {"priceDimensions": {"b": {"unit": "Hrs", "pricePerUnit": {"USD": "\(price)"}}}}}}}
        """
    }

    private let jobs = FakeSageMaker()
    private let prices = FakeAccount()

    private func endpoint() async -> DeployedEndpoint {
        await DeployedEndpointLoader(jobs: jobs, prices: prices, region: "eu-west-1").endpoint(named: "best")
    }

    private func deploy(_ variants: [DescribeEndpointConfigResponse.Variant], running: Int? = nil) {
        jobs.change {
            $0.endpoints["best"] = DescribeEndpointResponse(
                endpointStatus: "InService", endpointConfigName: "c",
                productionVariants: [.init(variantName: "v", currentInstanceCount: running)])
            $0.endpointConfigs["c"] = DescribeEndpointConfigResponse(productionVariants: variants)
        }
    }

    @Test("an hour costs what its running instances do, by the price of hosting")
    func priced() async {
        deploy([.init(variantName: "v", instanceType: "ml.m5.xlarge", initialInstanceCount: 1)], running: 2)
        prices.change {
            $0.products = [Self.entry("ml.m5.xlarge", "Host", "0.25"), Self.entry("ml.m5.xlarge", "Tsform", "9")]
        }
        let endpoint = await endpoint()
        #expect(endpoint.hourlyPrice?.amount == 0.5 && endpoint.failure == nil)
        #expect(endpoint.text == "InService   2 × ml.m5.xlarge   $0.50 an hour until it's deleted")
        #expect(prices.productRequests.first?.filters?.map(\.value) == ["eu-west-1", "ml.m5.xlarge"])
    }

    @Test("what isn't known is said: no price, a denial, serverless, deleted")
    func unknown() async {
        deploy([.init(variantName: "v", instanceType: "ml.m5.xlarge", initialInstanceCount: 1)])
        #expect(await endpoint().text == "InService   1 × ml.m5.xlarge   billed by the hour; price unknown")
        prices.change {
            $0.failures["GetProducts"] = AWSFailure.refusal("GetProducts", "AccessDeniedException", "no", status: 403)
        }
        let denied = await endpoint()
        #expect(denied.hourlyPrice == nil && denied.failure?.isAccessDenied == true && denied.status == "InService")
        deploy([.init(variantName: "v")])
        #expect(await endpoint().text == "InService   serverless")
        jobs.change { $0.endpoints = [:] }
        let gone = await endpoint()
        #expect(gone.isGone && gone.failure == nil && gone.text == "deleted since")
    }
}
