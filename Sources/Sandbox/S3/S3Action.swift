/// The IAM action that a request to S3 needs.
enum S3Action {
    static func ofBucket(_ method: String, _ fields: Set<String>) -> String {
        let subject = subjects.first { fields.contains($0.field) }?.name
        switch method {
        case "PUT": return subject.map { "s3:Put\($0)" } ?? "s3:CreateBucket"
        case "DELETE":
            return subject.map { $0 == "BucketPolicy" ? "s3:DeleteBucketPolicy" : "s3:Put\($0)" } ?? "s3:DeleteBucket"
        case "GET" where fields.contains("uploads"): return "s3:ListBucketMultipartUploads"
        case "GET": return subject.map { "s3:Get\($0)" } ?? "s3:ListBucket"
        default: return "s3:ListBucket"
        }
    }

    private static let subjects: [(field: String, name: String)] = [
        ("policy", "BucketPolicy"), ("location", "BucketLocation"), ("versioning", "BucketVersioning"),
        ("tagging", "BucketTagging"), ("encryption", "EncryptionConfiguration"),
        ("lifecycle", "LifecycleConfiguration"), ("acl", "BucketAcl"),
    ]

    static func ofObject(_ method: String, _ fields: Set<String>) -> String {
        let isUpload = fields.contains("uploadId")
        let part = fields.contains("tagging") ? "Tagging" : fields.contains("acl") ? "Acl" : ""
        switch method {
        case "GET" where isUpload: return "s3:ListMultipartUploadParts"
        case "GET", "HEAD": return "s3:GetObject\(part)"
        case "DELETE" where isUpload: return "s3:AbortMultipartUpload"
        case "DELETE": return "s3:DeleteObject\(part)"
        default: return "s3:PutObject\(part)"
        }
    }
}
