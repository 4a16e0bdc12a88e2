using Grpc.Core;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>Fields of JSON and YAML secrets over the socket, in this process and as the built binary.</summary>
public sealed class FieldMountTests
{
    public static TheoryData<string> Both => Stage.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Fields_of_one_secret_are_files_and_one_call(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        stage.Vault.SetSecret("database", """{"user":"shop","password":"p\u00e9","ports":[5432]}""");

        var volume = await stage.MountAsync(ValidRequest.Entries(
            "objectName: database\nobjectType: secret\njmesPath:\n  - path: user\n    objectAlias: db/user\n"
            + "  - path: password\n    objectAlias: db/password\n    filePermission: \"0400\"",
            "objectName: database\nobjectType: secret\njsonKey: ports\nobjectAlias: ports.json",
            "objectName: database\nobjectType: secret\nyamlKey: ports.0\nobjectAlias: port"));

        Assert.Equal(["db/password", "db/user", "port", "ports.json"], volume.Files.Keys);
        Assert.Equal(["p\u00e9", "shop", "5432", "[5432]"], volume.Files.Values.Select(file => file.Text));
        Assert.Equal(UnixFileMode.UserRead, volume.Files["db/password"].Mode);
        Assert.Equal(
            ["secret/database#db/password", "secret/database#db/user", "secret/database#port",
                "secret/database#ports.json"],
            volume.Versions.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(1, stage.Cloud.Calls.Count("vault"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_missing_field_fails_the_mount_with_the_keys_that_there_are(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        stage.Vault.SetSecret("database", """{"user":"canary"}""");

        var status =
            await stage.FailAsync(ValidRequest.Entries("objectName: database\nobjectType: secret\njsonKey: password"));

        Assert.Equal(StatusCode.FailedPrecondition, status.StatusCode);
        Assert.Equal(
            "field-not-found: objects[0] \"database\" has no field \"password\": the value has the keys \"user\". "
            + "Change jsonKey, yamlKey or jmesPath of the entry, or the value in the vault.",
            status.Detail);
    }
}
