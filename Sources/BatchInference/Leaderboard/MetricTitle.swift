/// What people call the metrics, the same in lists, reports and details.
enum MetricTitle {
    /// By what `folded` makes of the service's and the reports' names, those that decide first.
    static let titles: KeyValuePairs<String, String> = [
        "accuracy": "accuracy", "balancedaccuracy": "balanced accuracy", "auc": "AUC", "f1": "F1",
        "weightedf1": "weighted F1", "macrof1": "macro F1", "f1macro": "macro F1", "precision": "precision",
        "recall": "recall", "weightedprecision": "weighted precision", "weightedrecall": "weighted recall",
        "precisionmacro": "macro precision", "macroprecision": "macro precision", "recallmacro": "macro recall",
        "macrorecall": "macro recall", "logloss": "log loss", "rmse": "RMSE", "mae": "MAE", "r2": "R²", "mse": "MSE",
        "mape": "MAPE", "mase": "MASE", "wape": "WAPE", "f05": "F0.5", "f2": "F2", "weightedf05": "weighted F0.5",
        "weightedf2": "weighted F2", "truepositiverate": "true positive rate",
        "truenegativerate": "true negative rate", "falsepositiverate": "false positive rate",
        "falsenegativerate": "false negative rate", "auprc": "area under precision-recall",
        "averageweightedquantileloss": "weighted quantile loss", "inferencelatency": "latency",
        "perplexity": "perplexity", "trainingloss": "training loss", "validationloss": "validation loss",
        "rouge1": "ROUGE-1", "rouge2": "ROUGE-2", "rougel": "ROUGE-L", "rougelsum": "ROUGE-Lsum",
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: titles.map { ($0.key, $0.value) })
    /// The place of each in the order in which they decide.
    static let ranks = Dictionary(uniqueKeysWithValues: titles.enumerated().map { ($0.element.key, $0.offset) })

    /// A name as `titles` has it: reports write `weighted_f1`, the API `F1macro`.
    static func folded(_ name: String) -> String {
        String(decoding: name.lowercased().utf8.filter { $0 != 0x5F && $0 != 0x2D }, as: UTF8.self)
    }

    /// What people call a metric; its own name where it is none that is known.
    static func of(_ name: String) -> String { byName[folded(name)] ?? name }

    static func isKnown(_ name: String) -> Bool { byName[folded(name)] != nil }
}

extension MetricName {
    /// What people call it: `macro F1` for the service's `F1macro`.
    public var title: String { MetricTitle.of(name) }
}
