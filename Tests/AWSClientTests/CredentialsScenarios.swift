/// Homes with keys, roles and web identity, and what they are made of.
extension BotocoreCredentialsTests {
    static func keys(_ name: String) -> String {
        CredentialsScenario.keys(name).replacing("secret-", with: "hush-")
    }
    static func role(_ name: String) -> String { "role_arn = arn:aws:iam::123456789012:role/\(name)\n" }
    static let environmentKeys = [
        "AWS_ACCESS_KEY_ID": "AKIAFLIGHTDECKENV", "AWS_SECRET_ACCESS_KEY": "hush-env", "AWS_SESSION_TOKEN": "hush-env",
    ]
    static let webIdentity = [
        "AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token", "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/web",
    ]
    static let start = "https://flightdeck.awsapps.com/start"
    static let account = "sso_account_id = 123456789012\nsso_role_name = reader\n"
    static let session = "[sso-session main]\nsso_start_url = \(start)\nsso_region = eu-west-1\n"
    static let metadata = ["AWS_EC2_METADATA_DISABLED": "false"]
    /// A default profile with a process that prints some fields.
    static func printing(_ fields: String, version: Int = 1) -> String {
        "[default]\ncredential_process = /bin/echo '{\"Version\":\(version),\(fields)}'\n"
    }

    static let process = """
        credential_process = /bin/sh -c 'printf "{\\"Version\\":1,\\"AccessKeyId\\":\\"AKIAPROC\\",\
        \\"SecretAccessKey\\":\\"hush-p\\"}"'

        """

    static let scenarios: [Scenario] =
        environments + roles + webIdentities + logins + processes + machines + refusedSessions + files

    static let environments: [Scenario] = [
        Scenario(name: "nothing at all"),
        Scenario(name: "environment", environment: environmentKeys),
        Scenario(
            name: "environment before AWS_PROFILE", credentials: "[dev]\n\(keys("DEV"))",
            environment: environmentKeys.merging(["AWS_PROFILE": "dev"]) { $1 }),
        Scenario(
            name: "a profile named outright before the environment", credentials: "[dev]\n\(keys("DEV"))",
            environment: environmentKeys, profile: "dev"),
        Scenario(name: "half of the environment", environment: ["AWS_ACCESS_KEY_ID": "A"]),
        Scenario(
            name: "the older name of the token",
            environment: environmentKeys.merging(["AWS_SECURITY_TOKEN": "hush-o"]) { $1 }
        ),
        Scenario(
            name: "keys of the environment that end in time",
            environment: environmentKeys.merging(["AWS_CREDENTIAL_EXPIRATION": "2099-01-01T00:00:00+00:00"]) { $1 }),
        Scenario(
            name: "keys of the environment that have ended",
            environment: environmentKeys.merging(["AWS_CREDENTIAL_EXPIRATION": "2001-01-01T00:00:00Z"]) { $1 }),
        Scenario(
            name: "keys of the environment that end at a date of HTTP",
            environment: environmentKeys.merging([
                "AWS_CREDENTIAL_EXPIRATION": "Thu, 01 Jan 2099 00:00:00 GMT"
            ]) { $1 }),
        Scenario(
            name: "the older name of the token in a file",
            credentials: "[default]\n\(keys("F"))aws_session_token = hush-n\naws_security_token = hush-o\n"),
        Scenario(
            name: "a pair in two files", config: "[default]\naws_access_key_id = A\n",
            credentials: "[default]\naws_secret_access_key = hush-f\n"),
        Scenario(
            name: "a pair in two files, the other way", config: "[default]\naws_secret_access_key = hush-f\n",
            credentials: "[default]\naws_access_key_id = A\n"),
        Scenario(
            name: "a profile that is nowhere, beside keys", environment: environmentKeys, profile: "nowhere"),
        Scenario(
            name: "AWS_DEFAULT_PROFILE", credentials: "[dev]\n\(keys("DEV"))",
            environment: ["AWS_DEFAULT_PROFILE": "dev"]),
        Scenario(
            name: "credentials before config", config: "[default]\n\(keys("C"))", credentials: "[default]\n\(keys("F"))"
        ),
        Scenario(name: "config alone", config: "[profile x]\n\(keys("C"))aws_session_token = hush-tok\n", profile: "x"),
        Scenario(name: "[x] is no profile in config", config: "[x]\n\(keys("C"))", environment: ["AWS_PROFILE": "x"]),
        Scenario(name: "half a pair", credentials: "[default]\naws_access_key_id = A\n"),
    ]

    static let roles: [Scenario] = [
        Scenario(
            name: "a role in the credentials file",
            credentials: "[r]\n\(role("r"))source_profile = b\n[b]\n\(keys("B"))",
            profile: "r"),
        Scenario(
            name: "a source in the config file, with a token",
            config:
                "[profile r]\n\(role("r"))source_profile = b\n[profile b]\n\(keys("B"))aws_session_token = hush-t\n",
            profile: "r"),
        Scenario(
            name: "a role in two files", config: "[profile r]\n\(role("r"))",
            credentials: "[r]\nsource_profile = b\n[b]\n\(keys("B"))",
            profile: "r"),
        Scenario(
            name: "three roles in a row over the environment",
            config: "[profile r]\n\(role("r"))source_profile = q\n[profile q]\n\(role("q"))source_profile = p\n"
                + "[profile p]\n\(role("p"))credential_source = Environment\n", environment: environmentKeys,
            profile: "r"),
        Scenario(
            name: "a role of AWS_PROFILE beside keys of the environment",
            config: "[profile r]\n\(role("r"))source_profile = b\n", credentials: "[b]\n\(keys("B"))",
            environment: environmentKeys.merging(["AWS_PROFILE": "r"]) { $1 }),
        Scenario(
            name: "a circle of one", config: "[profile r]\n\(role("r"))source_profile = r\n", profile: "r"),
        Scenario(
            name: "a circle with keys in it",
            config:
                "[profile r]\n\(role("r"))\(keys("R"))source_profile = q\n[profile q]\n\(role("q"))source_profile = r\n",
            profile: "r"),
        Scenario(
            name: "half a pair in the source of a role",
            config: "[profile r]\n\(role("r"))source_profile = q\n"
                + "[profile q]\n\(role("q"))source_profile = b\naws_secret_access_key = hush-q\n",
            credentials: "[b]\n\(keys("B"))", profile: "r"),
        Scenario(
            name: "a duration that is no number",
            config: "[profile r]\n\(role("r"))source_profile = b\nduration_seconds = 1h\n",
            credentials: "[b]\n\(keys("B"))", profile: "r"),
        Scenario(
            name: "a credential_source in other letters",
            config: "[profile r]\n\(role("r"))credential_source = environment\n", environment: environmentKeys,
            profile: "r"),
        Scenario(
            name: "a role by the instance that is switched off",
            config: "[profile r]\n\(role("r"))credential_source = Ec2InstanceMetadata\n", profile: "r"),
        Scenario(
            name: "a role by the container that is not there",
            config: "[profile r]\n\(role("r"))credential_source = EcsContainer\n", environment: metadata, profile: "r"),
        Scenario(
            name: "a role by the container, over a role",
            config:
                "[profile r]\n\(role("r"))source_profile = q\n[profile q]\n\(role("q"))credential_source = EcsContainer\n",
            environment: [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/container",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "HOME/token",
            ], profile: "r"),
        Scenario(
            name: "a role with all options",
            config: "[profile r]\n\(role("r"))source_profile = b\nexternal_id = e/1\nduration_seconds = 1800\n"
                + "role_session_name = me\n",
            credentials: "[b]\n\(keys("B"))aws_session_token = hush-bt\n", profile: "r"),
        Scenario(
            name: "roles in a row",
            config: "[profile r]\n\(role("r"))source_profile = q\n[profile q]\n\(role("q"))source_profile = b\n",
            credentials: "[b]\n\(keys("B"))", profile: "r"),
        Scenario(
            name: "a role in the default profile before its keys",
            config: "[default]\n\(role("r"))source_profile = default\n", credentials: "[default]\n\(keys("B"))"),
        Scenario(
            name: "keys of a source before its role",
            config:
                "[profile r]\n\(role("r"))source_profile = q\n[profile q]\n\(role("q"))source_profile = b\n\(keys("Q"))",
            credentials: "[b]\n\(keys("B"))", profile: "r"),
        Scenario(
            name: "role by the environment", config: "[profile r]\n\(role("r"))credential_source = Environment\n",
            environment: environmentKeys, profile: "r"),
        Scenario(
            name: "role by the container", config: "[profile r]\n\(role("r"))credential_source = EcsContainer\n",
            environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/container"], profile: "r"),
        Scenario(
            name: "role by the instance", config: "[profile r]\n\(role("r"))credential_source = Ec2InstanceMetadata\n",
            environment: metadata, profile: "r"),
        Scenario(
            name: "role by an environment without keys",
            config: "[profile r]\n\(role("r"))credential_source = Environment\n", profile: "r"),
        Scenario(
            name: "an unknown credential_source", config: "[profile r]\n\(role("r"))credential_source = Moon\n",
            profile: "r"),
        Scenario(
            name: "two sources",
            config: "[profile r]\n\(role("r"))credential_source = Environment\nsource_profile = b\n",
            credentials: "[b]\n\(keys("B"))", environment: environmentKeys, profile: "r"),
        Scenario(name: "a role without a source", config: "[profile r]\n\(role("r"))\(keys("R"))", profile: "r"),
        Scenario(
            name: "a circle",
            config: "[profile r]\n\(role("r"))source_profile = q\n[profile q]\n\(role("q"))source_profile = r\n",
            profile: "r"),
        Scenario(
            name: "a source that is not there", config: "[profile r]\n\(role("r"))source_profile = q\n", profile: "r"),
        Scenario(
            name: "a source without credentials",
            config: "[profile r]\n\(role("r"))source_profile = q\n[profile q]\nregion = us-east-1\n", profile: "r"),
        Scenario(
            name: "a role refused", config: "[profile r]\n\(role("denied"))source_profile = b\n",
            credentials: "[b]\n\(keys("B"))", profile: "r"),
    ]

    static let webIdentities: [Scenario] = [
        Scenario(name: "web identity of the environment", environment: webIdentity),
        Scenario(
            name: "web identity beside a credential_source",
            config:
                "[profile w]\n\(role("web"))web_identity_token_file = HOME/token\ncredential_source = Environment\n",
            environment: environmentKeys, profile: "w"),
        Scenario(
            name: "web identity beside a source_profile",
            config: "[profile w]\n\(role("web"))web_identity_token_file = HOME/token\nsource_profile = b\n",
            credentials: "[b]\n\(keys("B"))", profile: "w"),
        Scenario(
            name: "the environment's role with a profile's token",
            config: "[default]\n\(role("web"))web_identity_token_file = HOME/token\nrole_session_name = me\n",
            environment: ["AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/other"]),
        Scenario(
            name: "a role without a source over web identity of the environment",
            config: "[default]\n\(role("r"))", environment: webIdentity),
        Scenario(
            name: "keys of the environment before web identity",
            environment: environmentKeys.merging(webIdentity) { $1 }),
        Scenario(
            name: "two roles over web identity, beside one of the environment",
            config: "[profile r]\n\(role("r"))source_profile = q\n[profile q]\n\(role("q"))source_profile = w\n"
                + "[profile w]\n\(role("web"))web_identity_token_file = HOME/token\n",
            environment: webIdentity.merging(["AWS_PROFILE": "r"]) { $1 }),
        Scenario(
            name: "web identity refused",
            environment: webIdentity.merging(["AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/denied"]) { $1 }),
        Scenario(
            name: "a token with a line's end",
            environment: webIdentity.merging(["AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token-line"]) { $1 }),
        Scenario(
            name: "web identity before keys of the profile", credentials: "[default]\n\(keys("F"))",
            environment: webIdentity.merging(["AWS_ROLE_SESSION_NAME": "pod"]) { $1 }),
        Scenario(
            name: "a profile named outright before web identity of the environment",
            credentials: "[x]\n\(keys("F"))", environment: webIdentity, profile: "x"),
        Scenario(
            name: "web identity of a profile",
            config: "[profile w]\n\(role("web"))web_identity_token_file = HOME/token\n", profile: "w"),
        Scenario(
            name: "a role over web identity",
            config: "[profile r]\n\(role("r"))source_profile = w\n"
                + "[profile w]\n\(role("web"))web_identity_token_file = HOME/token\n", profile: "r"),
        Scenario(name: "web identity without a role", environment: ["AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token"]),
        Scenario(
            name: "web identity without its file",
            environment: webIdentity.merging(["AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/none"]) { $1 }),
    ]
}
