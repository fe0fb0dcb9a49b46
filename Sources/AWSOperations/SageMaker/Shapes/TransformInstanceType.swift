/// A value of the API's `TransformInstanceType`; one that this list does not know is kept as its text.
public struct TransformInstanceType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let mlM4Xlarge = TransformInstanceType(rawValue: "ml.m4.xlarge")
    public static let mlM42xlarge = TransformInstanceType(rawValue: "ml.m4.2xlarge")
    public static let mlM44xlarge = TransformInstanceType(rawValue: "ml.m4.4xlarge")
    public static let mlM410xlarge = TransformInstanceType(rawValue: "ml.m4.10xlarge")
    public static let mlM416xlarge = TransformInstanceType(rawValue: "ml.m4.16xlarge")
    public static let mlC4Xlarge = TransformInstanceType(rawValue: "ml.c4.xlarge")
    public static let mlC42xlarge = TransformInstanceType(rawValue: "ml.c4.2xlarge")
    public static let mlC44xlarge = TransformInstanceType(rawValue: "ml.c4.4xlarge")
    public static let mlC48xlarge = TransformInstanceType(rawValue: "ml.c4.8xlarge")
    public static let mlP2Xlarge = TransformInstanceType(rawValue: "ml.p2.xlarge")
    public static let mlP28xlarge = TransformInstanceType(rawValue: "ml.p2.8xlarge")
    public static let mlP216xlarge = TransformInstanceType(rawValue: "ml.p2.16xlarge")
    public static let mlP32xlarge = TransformInstanceType(rawValue: "ml.p3.2xlarge")
    public static let mlP38xlarge = TransformInstanceType(rawValue: "ml.p3.8xlarge")
    public static let mlP316xlarge = TransformInstanceType(rawValue: "ml.p3.16xlarge")
    public static let mlC5Xlarge = TransformInstanceType(rawValue: "ml.c5.xlarge")
    public static let mlC52xlarge = TransformInstanceType(rawValue: "ml.c5.2xlarge")
    public static let mlC54xlarge = TransformInstanceType(rawValue: "ml.c5.4xlarge")
    public static let mlC59xlarge = TransformInstanceType(rawValue: "ml.c5.9xlarge")
    public static let mlC518xlarge = TransformInstanceType(rawValue: "ml.c5.18xlarge")
    public static let mlM5Large = TransformInstanceType(rawValue: "ml.m5.large")
    public static let mlM5Xlarge = TransformInstanceType(rawValue: "ml.m5.xlarge")
    public static let mlM52xlarge = TransformInstanceType(rawValue: "ml.m5.2xlarge")
    public static let mlM54xlarge = TransformInstanceType(rawValue: "ml.m5.4xlarge")
    public static let mlM512xlarge = TransformInstanceType(rawValue: "ml.m5.12xlarge")
    public static let mlM524xlarge = TransformInstanceType(rawValue: "ml.m5.24xlarge")
    public static let mlM6iLarge = TransformInstanceType(rawValue: "ml.m6i.large")
    public static let mlM6iXlarge = TransformInstanceType(rawValue: "ml.m6i.xlarge")
    public static let mlM6i2xlarge = TransformInstanceType(rawValue: "ml.m6i.2xlarge")
    public static let mlM6i4xlarge = TransformInstanceType(rawValue: "ml.m6i.4xlarge")
    public static let mlM6i8xlarge = TransformInstanceType(rawValue: "ml.m6i.8xlarge")
    public static let mlM6i12xlarge = TransformInstanceType(rawValue: "ml.m6i.12xlarge")
    public static let mlM6i16xlarge = TransformInstanceType(rawValue: "ml.m6i.16xlarge")
    public static let mlM6i24xlarge = TransformInstanceType(rawValue: "ml.m6i.24xlarge")
    public static let mlM6i32xlarge = TransformInstanceType(rawValue: "ml.m6i.32xlarge")
    public static let mlC6iLarge = TransformInstanceType(rawValue: "ml.c6i.large")
    public static let mlC6iXlarge = TransformInstanceType(rawValue: "ml.c6i.xlarge")
    public static let mlC6i2xlarge = TransformInstanceType(rawValue: "ml.c6i.2xlarge")
    public static let mlC6i4xlarge = TransformInstanceType(rawValue: "ml.c6i.4xlarge")
    public static let mlC6i8xlarge = TransformInstanceType(rawValue: "ml.c6i.8xlarge")
    public static let mlC6i12xlarge = TransformInstanceType(rawValue: "ml.c6i.12xlarge")
    public static let mlC6i16xlarge = TransformInstanceType(rawValue: "ml.c6i.16xlarge")
    public static let mlC6i24xlarge = TransformInstanceType(rawValue: "ml.c6i.24xlarge")
    public static let mlC6i32xlarge = TransformInstanceType(rawValue: "ml.c6i.32xlarge")
    public static let mlR6iLarge = TransformInstanceType(rawValue: "ml.r6i.large")
    public static let mlR6iXlarge = TransformInstanceType(rawValue: "ml.r6i.xlarge")
    public static let mlR6i2xlarge = TransformInstanceType(rawValue: "ml.r6i.2xlarge")
    public static let mlR6i4xlarge = TransformInstanceType(rawValue: "ml.r6i.4xlarge")
    public static let mlR6i8xlarge = TransformInstanceType(rawValue: "ml.r6i.8xlarge")
    public static let mlR6i12xlarge = TransformInstanceType(rawValue: "ml.r6i.12xlarge")
    public static let mlR6i16xlarge = TransformInstanceType(rawValue: "ml.r6i.16xlarge")
    public static let mlR6i24xlarge = TransformInstanceType(rawValue: "ml.r6i.24xlarge")
    public static let mlR6i32xlarge = TransformInstanceType(rawValue: "ml.r6i.32xlarge")
    public static let mlM7iLarge = TransformInstanceType(rawValue: "ml.m7i.large")
    public static let mlM7iXlarge = TransformInstanceType(rawValue: "ml.m7i.xlarge")
    public static let mlM7i2xlarge = TransformInstanceType(rawValue: "ml.m7i.2xlarge")
    public static let mlM7i4xlarge = TransformInstanceType(rawValue: "ml.m7i.4xlarge")
    public static let mlM7i8xlarge = TransformInstanceType(rawValue: "ml.m7i.8xlarge")
    public static let mlM7i12xlarge = TransformInstanceType(rawValue: "ml.m7i.12xlarge")
    public static let mlM7i16xlarge = TransformInstanceType(rawValue: "ml.m7i.16xlarge")
    public static let mlM7i24xlarge = TransformInstanceType(rawValue: "ml.m7i.24xlarge")
    public static let mlM7i48xlarge = TransformInstanceType(rawValue: "ml.m7i.48xlarge")
    public static let mlC7iLarge = TransformInstanceType(rawValue: "ml.c7i.large")
    public static let mlC7iXlarge = TransformInstanceType(rawValue: "ml.c7i.xlarge")
    public static let mlC7i2xlarge = TransformInstanceType(rawValue: "ml.c7i.2xlarge")
    public static let mlC7i4xlarge = TransformInstanceType(rawValue: "ml.c7i.4xlarge")
    public static let mlC7i8xlarge = TransformInstanceType(rawValue: "ml.c7i.8xlarge")
    public static let mlC7i12xlarge = TransformInstanceType(rawValue: "ml.c7i.12xlarge")
    public static let mlC7i16xlarge = TransformInstanceType(rawValue: "ml.c7i.16xlarge")
    public static let mlC7i24xlarge = TransformInstanceType(rawValue: "ml.c7i.24xlarge")
    public static let mlC7i48xlarge = TransformInstanceType(rawValue: "ml.c7i.48xlarge")
    public static let mlR7iLarge = TransformInstanceType(rawValue: "ml.r7i.large")
    public static let mlR7iXlarge = TransformInstanceType(rawValue: "ml.r7i.xlarge")
    public static let mlR7i2xlarge = TransformInstanceType(rawValue: "ml.r7i.2xlarge")
    public static let mlR7i4xlarge = TransformInstanceType(rawValue: "ml.r7i.4xlarge")
    public static let mlR7i8xlarge = TransformInstanceType(rawValue: "ml.r7i.8xlarge")
    public static let mlR7i12xlarge = TransformInstanceType(rawValue: "ml.r7i.12xlarge")
    public static let mlR7i16xlarge = TransformInstanceType(rawValue: "ml.r7i.16xlarge")
    public static let mlR7i24xlarge = TransformInstanceType(rawValue: "ml.r7i.24xlarge")
    public static let mlR7i48xlarge = TransformInstanceType(rawValue: "ml.r7i.48xlarge")
    public static let mlG4dnXlarge = TransformInstanceType(rawValue: "ml.g4dn.xlarge")
    public static let mlG4dn2xlarge = TransformInstanceType(rawValue: "ml.g4dn.2xlarge")
    public static let mlG4dn4xlarge = TransformInstanceType(rawValue: "ml.g4dn.4xlarge")
    public static let mlG4dn8xlarge = TransformInstanceType(rawValue: "ml.g4dn.8xlarge")
    public static let mlG4dn12xlarge = TransformInstanceType(rawValue: "ml.g4dn.12xlarge")
    public static let mlG4dn16xlarge = TransformInstanceType(rawValue: "ml.g4dn.16xlarge")
    public static let mlG5Xlarge = TransformInstanceType(rawValue: "ml.g5.xlarge")
    public static let mlG52xlarge = TransformInstanceType(rawValue: "ml.g5.2xlarge")
    public static let mlG54xlarge = TransformInstanceType(rawValue: "ml.g5.4xlarge")
    public static let mlG58xlarge = TransformInstanceType(rawValue: "ml.g5.8xlarge")
    public static let mlG512xlarge = TransformInstanceType(rawValue: "ml.g5.12xlarge")
    public static let mlG516xlarge = TransformInstanceType(rawValue: "ml.g5.16xlarge")
    public static let mlG524xlarge = TransformInstanceType(rawValue: "ml.g5.24xlarge")
    public static let mlG548xlarge = TransformInstanceType(rawValue: "ml.g5.48xlarge")
    public static let mlTrn12xlarge = TransformInstanceType(rawValue: "ml.trn1.2xlarge")
    public static let mlTrn132xlarge = TransformInstanceType(rawValue: "ml.trn1.32xlarge")
    public static let mlInf2Xlarge = TransformInstanceType(rawValue: "ml.inf2.xlarge")
    public static let mlInf28xlarge = TransformInstanceType(rawValue: "ml.inf2.8xlarge")
    public static let mlInf224xlarge = TransformInstanceType(rawValue: "ml.inf2.24xlarge")
    public static let mlInf248xlarge = TransformInstanceType(rawValue: "ml.inf2.48xlarge")
    public static let mlG6Xlarge = TransformInstanceType(rawValue: "ml.g6.xlarge")
    public static let mlG62xlarge = TransformInstanceType(rawValue: "ml.g6.2xlarge")
    public static let mlG64xlarge = TransformInstanceType(rawValue: "ml.g6.4xlarge")
    public static let mlG68xlarge = TransformInstanceType(rawValue: "ml.g6.8xlarge")
    public static let mlG612xlarge = TransformInstanceType(rawValue: "ml.g6.12xlarge")
    public static let mlG616xlarge = TransformInstanceType(rawValue: "ml.g6.16xlarge")
    public static let mlG624xlarge = TransformInstanceType(rawValue: "ml.g6.24xlarge")
    public static let mlG648xlarge = TransformInstanceType(rawValue: "ml.g6.48xlarge")

    /// The values that the service model names, in its order.
    public static let known: [TransformInstanceType] = [
        .mlM4Xlarge, .mlM42xlarge, .mlM44xlarge, .mlM410xlarge, .mlM416xlarge, .mlC4Xlarge, .mlC42xlarge,
        .mlC44xlarge, .mlC48xlarge, .mlP2Xlarge, .mlP28xlarge, .mlP216xlarge, .mlP32xlarge, .mlP38xlarge,
        .mlP316xlarge, .mlC5Xlarge, .mlC52xlarge, .mlC54xlarge, .mlC59xlarge, .mlC518xlarge, .mlM5Large,
        .mlM5Xlarge, .mlM52xlarge, .mlM54xlarge, .mlM512xlarge, .mlM524xlarge, .mlM6iLarge, .mlM6iXlarge,
        .mlM6i2xlarge, .mlM6i4xlarge, .mlM6i8xlarge, .mlM6i12xlarge, .mlM6i16xlarge, .mlM6i24xlarge,
        .mlM6i32xlarge, .mlC6iLarge, .mlC6iXlarge, .mlC6i2xlarge, .mlC6i4xlarge, .mlC6i8xlarge, .mlC6i12xlarge,
        .mlC6i16xlarge, .mlC6i24xlarge, .mlC6i32xlarge, .mlR6iLarge, .mlR6iXlarge, .mlR6i2xlarge, .mlR6i4xlarge,
        .mlR6i8xlarge, .mlR6i12xlarge, .mlR6i16xlarge, .mlR6i24xlarge, .mlR6i32xlarge, .mlM7iLarge, .mlM7iXlarge,
        .mlM7i2xlarge, .mlM7i4xlarge, .mlM7i8xlarge, .mlM7i12xlarge, .mlM7i16xlarge, .mlM7i24xlarge,
        .mlM7i48xlarge, .mlC7iLarge, .mlC7iXlarge, .mlC7i2xlarge, .mlC7i4xlarge, .mlC7i8xlarge, .mlC7i12xlarge,
        .mlC7i16xlarge, .mlC7i24xlarge, .mlC7i48xlarge, .mlR7iLarge, .mlR7iXlarge, .mlR7i2xlarge, .mlR7i4xlarge,
        .mlR7i8xlarge, .mlR7i12xlarge, .mlR7i16xlarge, .mlR7i24xlarge, .mlR7i48xlarge, .mlG4dnXlarge,
        .mlG4dn2xlarge, .mlG4dn4xlarge, .mlG4dn8xlarge, .mlG4dn12xlarge, .mlG4dn16xlarge, .mlG5Xlarge,
        .mlG52xlarge, .mlG54xlarge, .mlG58xlarge, .mlG512xlarge, .mlG516xlarge, .mlG524xlarge, .mlG548xlarge,
        .mlTrn12xlarge, .mlTrn132xlarge, .mlInf2Xlarge, .mlInf28xlarge, .mlInf224xlarge, .mlInf248xlarge,
        .mlG6Xlarge, .mlG62xlarge, .mlG64xlarge, .mlG68xlarge, .mlG612xlarge, .mlG616xlarge, .mlG624xlarge,
        .mlG648xlarge,
    ]
}
