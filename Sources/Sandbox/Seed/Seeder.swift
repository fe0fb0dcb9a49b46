import AWSOperations

/// Fills an empty sandbox, or finds again what an earlier run left in its directory.
struct Seeder: Sendable {
    let home: AccountServices
    let deploying: AccountServices
    let store: ObjectStore
    let readiness: Readiness
    /// Where the sandbox keeps everything.
    let directory: String
    let timing: SandboxTiming

    /// When the data was made; all times are told from there.
    private struct Mark: Codable {
        var seededAt: Timestamp
    }

    private static let markFile = "seed.json"
    private static let notebookType = "application/x-ipynb+json"

    func run() async {
        do {
            try await seed()
        } catch {
            await readiness.fail(.unusableDirectory(path: directory, reason: SandboxError.reason(error)))
        }
    }

    private func seed() async throws {
        let earlier = try mark(of: home)
        let seededAt = earlier?.seededAt ?? .now
        let (species, bodyMass) = (DemoTraining.species, DemoTraining.bodyMass)
        let (ensemble, sex) = (DemoTraining.ensemble, DemoTraining.sex)
        let forecast = ForecastJob()
        let jobs =
            DemoJobs(seededAt: seededAt, timing: timing)
            .records(species: species, bodyMass: bodyMass, ensemble: ensemble, sex: sex)
            + [forecast.record(seededAt: seededAt)]
        await home.catalog.add(jobs)
        await readiness.reach(.jobs)
        if earlier == nil {
            let trained = [species, bodyMass, ensemble, sex]
            try await writeObjects(of: trained, jobs: jobs, seededAt: seededAt)
            try await writeObjects(of: forecast, seededAt: seededAt)
            let inputs = DemoInputs(species: species, bodyMass: bodyMass, ensemble: ensemble, sex: sex)
            for object in inputs.objects {
                try await write(
                    object.bytes, to: DemoPlaces.input(object.key), type: object.contentType,
                    at: seededAt.adding(seconds: -6 * 86_400))
            }
            let distant = inputs.distant
            try await write(
                distant.bytes, to: S3Location(bucket: DemoPlaces.distantBucket, key: distant.key),
                type: distant.contentType, at: seededAt.adding(seconds: -6 * 86_400))
            for transform in Self.history(of: jobs) {
                try await replay(transform, seededAt: seededAt)
            }
            try home.files.encode(Mark(seededAt: seededAt), to: Self.markFile)
        }
        if try mark(of: deploying) == nil {
            try await fillDeployingBucket(
                from: DemoInputs(species: species, bodyMass: bodyMass, ensemble: ensemble, sex: sex), at: seededAt)
        }
        await readiness.reach(.everything)
        await home.transforms.resume()
        await deploying.transforms.resume()
    }

    private func mark(of services: AccountServices) throws -> Mark? {
        guard services.files.read(Self.markFile) != nil else { return nil }
        return try services.files.decode(Mark.self, from: Self.markFile)
    }

    /// The deploying account has rows of its own to predict for, and nothing else.
    private func fillDeployingBucket(from inputs: DemoInputs, at seededAt: Timestamp) async throws {
        let bucket = DemoPlaces.deployingBucket
        try await store.createBucket(bucket, owner: .deploying, at: seededAt.adding(seconds: -30 * 86_400))
        for object in inputs.objects where object.key.hasPrefix("inbox/april/") {
            try await write(
                object.bytes, to: S3Location(bucket: bucket, key: object.key), type: object.contentType,
                at: seededAt.adding(seconds: -2 * 86_400))
        }
        try deploying.files.encode(Mark(seededAt: seededAt), to: Self.markFile)
    }

    private func writeObjects(of trained: [TrainedJob], jobs: [AutoMLJobRecord], seededAt: Timestamp) async throws {
        let opened = seededAt.adding(seconds: -30 * 86_400)
        try await store.createBucket(DemoPlaces.bucket, at: opened)
        try await store.createBucket(DemoPlaces.defaultBucket, at: opened)
        try await store.createBucket(DemoPlaces.distantBucket, region: DemoPlaces.distantRegion, at: opened)
        for job in trained {
            let created = jobs.first { $0.name == job.name }?.created ?? seededAt
            for candidate in job.candidates {
                for artifact in candidate.artifacts(bucket: DemoPlaces.bucket) {
                    try await write(
                        artifact.bytes, to: artifact.location, isSealed: job.name == DemoTraining.sex.name, at: created)
                }
            }
        }
        for job in jobs {
            guard let data = trained.first(where: { $0.target == job.target }) else { continue }
            try await write(
                data.trainingCSV, to: job.trainingData, type: "text/csv", at: job.created.adding(seconds: -3600))
            guard let places = job.notebooks else { continue }
            let notebooks = JobNotebooks(
                job: job.name, target: job.target, data: data.data,
                candidates: trained.first { $0.mode == job.mode && $0.target == job.target }?.candidates ?? [])
            let moment = job.created.adding(seconds: 180)
            try await write(notebooks.exploration, to: places.exploration, type: Self.notebookType, at: moment)
            if let definition = places.definition {
                try await write(notebooks.definition, to: definition, type: Self.notebookType, at: moment)
            }
        }
    }

    private func writeObjects(of forecast: ForecastJob, seededAt: Timestamp) async throws {
        let moment = seededAt.adding(seconds: -6 * 86_400)
        for artifact in forecast.artifacts(bucket: DemoPlaces.bucket) {
            try await write(artifact.bytes, to: artifact.location, at: moment)
        }
        try await write(
            forecast.trainingCSV, to: DemoPlaces.training(ForecastJob.name), type: "text/csv", at: moment)
        for input in forecast.inputs {
            try await write(input.bytes, to: DemoPlaces.input(input.key), type: "text/csv", at: moment)
        }
    }

    private func write(
        _ bytes: [UInt8], to location: S3Location, type: String = "binary/octet-stream", isSealed: Bool = false,
        at moment: Timestamp
    ) async throws {
        var attributes = ObjectAttributes(contentType: type)
        if isSealed {
            attributes.storedHeaders["x-amz-server-side-encryption"] = "aws:kms"
            attributes.storedHeaders[ObjectAccess.keyHeader] = KeyStore.sealingKeyArn
        }
        try await store.write(bytes, to: location, attributes: attributes, at: moment)
    }

    private func replay(_ transform: PastTransform, seededAt: Timestamp) async throws {
        let created = seededAt.adding(seconds: -transform.hoursAgo * 3600 - 5)
        if (try? await home.models.describe(transform.modelName)) == nil {
            _ = try await home.models.create(transform.model, by: nil, at: created)
        }
        try await home.transforms.adopt(try await transform.replay(seededAt: seededAt, runner: home.runner))
    }

    /// What was transformed in the last days; later ones use the models of earlier ones.
    private static func history(of jobs: [AutoMLJobRecord]) -> [PastTransform] {
        func best(_ name: String) -> AutoMLCandidate? {
            jobs.first { $0.name == name }.flatMap { $0.best(at: $0.ends) }
        }
        guard let species = best("penguins-species"), let mass = best("penguins-body-mass"),
            let ensemble = best("penguins-ensemble")
        else { return [] }
        return [
            PastTransform(
                name: "penguins-species-march-01", modelName: "penguins-species-model", candidate: species,
                inputPrefix: "inbox/march/",
                outputPrefix: "predictions/species-march/", hoursAgo: 98, provisioning: 212, running: 187),
            PastTransform(
                name: "penguins-body-mass-01", modelName: "penguins-body-mass-model", candidate: mass,
                inputPrefix: "inbox/body-mass/",
                outputPrefix: "predictions/body-mass/", instanceType: "ml.m5.large", hoursAgo: 75, provisioning: 198,
                running: 171),
            PastTransform(
                name: "penguins-species-april-01", modelName: "penguins-species-model", candidate: species,
                inputPrefix: "inbox/april/",
                outputPrefix: "predictions/species-april/", instanceCount: 2, hoursAgo: 51, provisioning: 240,
                running: 152),
            PastTransform(
                name: "penguins-ensemble-april-joined", modelName: "penguins-ensemble-model", candidate: ensemble,
                inputPrefix: "inbox/april/",
                outputPrefix: "predictions/ensemble-april/", instanceType: "ml.m5.2xlarge", hoursAgo: 29,
                provisioning: 205, running: 164, joinsInput: true),
            PastTransform(
                name: "penguins-species-mistaken-columns", modelName: "penguins-species-model", candidate: species,
                inputPrefix: "mistakes/target-left-in/", outputPrefix: "predictions/mistaken-columns/", hoursAgo: 5.2,
                provisioning: 221, running: 95),
            PastTransform(
                name: "penguins-species-season-2025", modelName: "penguins-species-model", candidate: species,
                inputPrefix: "inbox/season-2025/",
                outputPrefix: "predictions/season-2025/", hoursAgo: 3.1, provisioning: 188, running: 410,
                end: .stopped(atFraction: 0.4)),
            PastTransform(
                name: "penguins-species-single", modelName: "penguins-species-model", candidate: species,
                inputPrefix: "inbox/single/penguins.csv",
                outputPrefix: "predictions/single/", instanceType: "ml.c5.xlarge", hoursAgo: 0.7, provisioning: 233,
                running: 118),
        ]
    }
}
