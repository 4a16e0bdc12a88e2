using Provider.Content;
using Provider.Content.Fields;
using Provider.Model;
using Provider.Tests.Model;

namespace Provider.Tests.Content;

/// <summary>An entry and what the vault holds for it: each test says only what matters to it.</summary>
internal sealed record Case
{
    public const string PemFile = "application/x-pem-file";
    public const string Pkcs12 = "application/x-pkcs12";

    public ObjectType Type { get; init; } = ObjectType.Secret;

    public ObjectFormat Format { get; init; }

    public ObjectEncoding Encoding { get; init; }

    public int History { get; init; } = 1;

    public string Alias { get; init; } = "path";

    public string? ContentType { get; init; }

    public bool BacksCertificate { get; init; }

    public bool ConstructPemChain { get; init; } = true;

    public bool Split { get; init; }

    public ObjectEntry Entry => new(
        0, "name", Type, Paths.Of(Alias), Version: null, History, Format, Encoding,
        FilePermission.FromOctal("0640")!.Value);

    public static Case Certificate(string contentType) => new() { BacksCertificate = true, ContentType = contentType };

    public VolumeContent Make(params VaultObject[] objects) => VolumeFiles.Make(
        Entry, [.. objects],
        [.. objects.Select(one => VolumeFiles.Conversion(Entry, one, new ContentOptions(ConstructPemChain, Split))
            ?.Run(TestContext.Current.CancellationToken))],
        new ParsedValues(), new VolumeRoom(int.MaxValue));

    public VolumeContent Make(string value) =>
        Make(new VaultSecret("v1", new SecretText(value), ContentType, BacksCertificate));

    /// <summary>The one file, as text.</summary>
    public string Text(string value) => System.Text.Encoding.UTF8.GetString(Bytes(value));

    /// <summary>The one file.</summary>
    public byte[] Bytes(string value) => Assert.Single(Make(value).Files).Contents.ToArray();

    /// <summary>The failure; it must not quote the value.</summary>
    public MountException Fails(string value)
    {
        var error = Assert.Throws<MountException>(() => Make(value));
        Assert.Contains("objects[0] \"name\"", error.Message, StringComparison.Ordinal);
        Assert.False(value.Length > 8 && error.Message.Contains(value[..8], StringComparison.Ordinal),
            "The message quotes the value.");
        return error;
    }
}
