/// Causes in what the role may do, and in what is not there.
extension DiagnosisRule {
    static let accessRules: [DiagnosisRule] = [
        DiagnosisRule(
            "kms",
            signs: [
                "not authorized to perform: kms:", "kms*accessdenied", "kms*access denied", "kms*disabled",
                "kms*pending deletion", "kms.disabled", "kms key*not*access", "accessdenied*kms",
            ]
        ) { evidence in
            let action = evidence.word(after: "perform: ") ?? "kms:Decrypt and kms:GenerateDataKey"
            let key = evidence.word(after: "on resource: ").map { " \($0)" } ?? ""
            let isOutput = action.lowercased().contains("generatedatakey") || action.lowercased().contains("encrypt")
            let use =
                action.lowercased().contains("kms:decrypt")
                ? " to read the input or the artifacts" : isOutput ? " to write the output" : ""
            return (
                "the model's role can't use the KMS key\(key)\(use)",
                "allow \(action) for the role, in the key's policy and in the role's own"
            )
        },
        DiagnosisRule(
            "assume-role",
            signs: [
                "could not assume role", "unable to assume role", "perform: sts:assumerole", "cannot be assumed",
                "failed to assume role",
            ],
            cause: "SageMaker can't assume the model's role",
            fix: "allow sagemaker.amazonaws.com to assume it in the role's trust policy"),
        DiagnosisRule(
            "image",
            signs: [
                "images included in the model exist", "perform: ecr:", "cannotpullcontainer", "failed to pull",
                "pull access denied", "repository*does not exist", "manifest for*not found", "manifest unknown",
                "unable to pull", "image*does not exist", "image*not found in*repository", "could not pull",
            ],
            cause: "an image of the model does not exist, or the model's role cannot pull it",
            fix: "check that each image exists in its region, and that the role and the repository's policy allow "
                + "ecr:BatchGetImage and ecr:GetDownloadUrlForLayer"),
        DiagnosisRule(
            "model-data",
            signs: [
                "could not access model data", "unable to access model data", "model artifact*not found",
                "failed to extract model data", "download model data", "model data*does not exist",
                "failed to extract*model.tar.gz", "failed to untar model",
            ]
        ) { evidence in
            let place = evidence.word(after: "URL: ") ?? evidence.word(after: "model data at ")
            return (
                "the model artifact\(place.map { " \($0)" } ?? "") does not exist, is not a gzip-compressed tar file, or "
                    + "can't be read by the model's role",
                "check that it exists in the model's region, and that the role has s3:GetObject on it and can use its "
                    + "KMS key"
            )
        },
        DiagnosisRule(
            "output-access",
            signs: [
                "failed to upload output", "unable to upload", "failed to upload", "perform: s3:putobject",
                "putobject*access denied", "putobject*accessdenied", "accessdenied*putobject",
                "access denied*putobject",
                "failed to write output", "could not upload",
            ],
            cause: "the output can't be written",
            fix:
                "check that the output bucket exists in the job's region, and allow the model's role s3:PutObject under "
                + "the output path and kms:GenerateDataKey on its KMS key"),
        DiagnosisRule(
            "bucket-region",
            signs: [
                "permanentredirect", "must be addressed using the specified endpoint", "bucket*different region",
                "authorizationheadermalformed", "bucket*is not in*region", "bucket is in*region",
            ],
            cause: "a bucket is in another region than the transform",
            fix: "use buckets of the transform's region for input and output"),
        DiagnosisRule(
            "input-missing", signs: ["no s3 objects found", "no objects found"],
            cause: "no objects under the input prefix, or the model's role can't list it",
            fix: "check the input's S3 URI and region, and grant the role s3:ListBucket on the bucket"),
        DiagnosisRule(
            "input-missing",
            signs: [
                "nosuchkey", "nosuchbucket", "the specified key does not exist",
                "specified bucket does not exist", "s3 object*not found", "manifest*not valid",
                "unable to find*s3://",
            ],
            cause: "an object or prefix in S3 does not exist",
            fix: "check the input's S3 URI, or what its manifest names"),
        DiagnosisRule(
            "input-access",
            signs: [
                "perform: s3:getobject", "perform: s3:listbucket", "accessdenied*s3", "access denied*s3",
                "s3*accessdenied", "s3*access denied", "could not download*s3", "failed to list*s3",
                "unable to download*s3", "accessdenied*getobject", "accessdenied*listobjects",
                "getobject*access denied", "listobjects*access denied", "headobject*forbidden",
            ],
            cause: "the model's role can't read something in S3, most often the input",
            fix: "check the input's S3 URI, and grant the role s3:ListBucket on the bucket and s3:GetObject on the "
                + "objects"),
        DiagnosisRule("not-authorized", signs: ["not authorized to perform: "]) { evidence in
            let action = evidence.word(after: "not authorized to perform: ") ?? "an action"
            let resource = evidence.word(after: "on resource: ").map { " on \($0)" } ?? ""
            return (
                "a role or user isn't allowed to perform \(action)\(resource)",
                "grant \(action), and look for a Deny statement"
            )
        },
    ]
}
