extension TransformInput: Promisable {
    public static var unknown: TransformInput { TransformInput(dataSource: .unknown) }
}

extension TransformDataSource: Promisable {
    public static var unknown: TransformDataSource { TransformDataSource(s3DataSource: .unknown) }
}

extension TransformS3DataSource: Promisable {
    public static var unknown: TransformS3DataSource { TransformS3DataSource(s3DataType: .unknown, s3Uri: "") }
}

extension TransformResources: Promisable {
    public static var unknown: TransformResources {
        TransformResources(instanceType: .unknown, instanceCount: .unknown)
    }
}

extension AutoMLOutputDataConfig: Promisable {
    public static var unknown: AutoMLOutputDataConfig { AutoMLOutputDataConfig(s3OutputPath: "") }
}

extension AutoMLS3DataSource: Promisable {
    public static var unknown: AutoMLS3DataSource { AutoMLS3DataSource(s3DataType: .unknown, s3Uri: "") }
}

extension TimeSeriesConfig: Promisable {
    public static var unknown: TimeSeriesConfig {
        TimeSeriesConfig(targetAttributeName: "", timestampAttributeName: "", itemIdentifierAttributeName: "")
    }
}
