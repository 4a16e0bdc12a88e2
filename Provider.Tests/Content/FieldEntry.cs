using System.Collections.Immutable;
using System.Text;
using Provider.Content;
using Provider.Content.Fields;
using Provider.Model;
using Provider.Tests.Parameters;

namespace Provider.Tests.Content;

/// <summary>Entries that ask for a field, and what is made of a value for them.</summary>
internal static class FieldEntry
{
    public static ObjectEntry JsonField(string path) => new ValidRequest().WithField($"jsonKey: '{path}'").Entry();

    public static ObjectEntry YamlField(string path) => new ValidRequest().WithField($"yamlKey: '{path}'").Entry();

    public static ObjectEntry JmesField(string path) =>
        new ValidRequest().WithField($"jmesPath:\n  - path: '{path}'\n    objectAlias: f").Entry();

    public static VaultSecret Secret(string value, string version = "v1") =>
        new(version, new SecretText(value), null, BacksCertificate: false);

    public static ImmutableArray<VolumeFile> Make(ObjectEntry entry, string value, string version = "v1")
    {
        var secret = Secret(value, version);
        Assert.Null(VolumeFiles.Conversion(entry, secret, new ContentOptions(true, true)));
        return VolumeFiles.Make(entry, [secret], [null], new ParsedValues(), new VolumeRoom(int.MaxValue)).Files;
    }

    public static string Text(ObjectEntry entry, string value) =>
        Encoding.UTF8.GetString(Assert.Single(Make(entry, value)).Contents.Span);

    public static MountException Fails(ObjectEntry entry, string value)
    {
        var error = Assert.Throws<MountException>(() => Make(entry, value));
        Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
        return error;
    }
}
