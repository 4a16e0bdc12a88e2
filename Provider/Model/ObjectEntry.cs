namespace Provider.Model;

/// <summary>
/// One entry of <c>objects</c>, checked: what to read and into which file. <c>Index</c>: its place in <c>objects</c>,
/// counted from 0; the order of the files. <c>Version</c>: null means the latest. <c>History</c>: how many versions,
/// newest first; 1 without history.
/// </summary>
internal sealed record ObjectEntry(
    int Index,
    string Name,
    ObjectType Type,
    VolumePath Path,
    string? Version,
    int History,
    ObjectFormat Format,
    ObjectEncoding Encoding,
    FilePermission Permission)
{
    /// <summary>Which fields of the secret's value become files; null for the value as a whole.</summary>
    public FieldSelection? Fields { get; init; }

    /// <summary>The part of a certificate that the file holds; null for what the format says.</summary>
    public CertificatePart? Part { get; init; }

    /// <summary>Which objects it means; null for the one of its name.</summary>
    public ObjectSearch? Search { get; init; }

    /// <summary>The secret that holds the password of the PFX; null for no password.</summary>
    public string? PasswordObject { get; init; }

    /// <summary>The friendly name of the PFX's key; null for none.</summary>
    public string? KeyAlias { get; init; }

    /// <summary>Whether a PFX is written anew, or read with a password.</summary>
    public bool HasOwnPfx => PasswordObject is not null || KeyAlias is not null;

    /// <summary>The file that describes its object, perhaps together with others; null for none.</summary>
    public MetadataFile? Metadata { get; init; }

    /// <summary>Its vault; null for the class's.</summary>
    public string? VaultName { get; init; }

    /// <summary>The client id of the identity that reads it, with workload identity; null for the class's.</summary>
    public string? ClientId { get; init; }

    /// <summary>Whether the mount succeeds without the object.</summary>
    public bool IsOptional { get; init; }

    /// <summary>What the file holds where the vault does not have the object; null for no file.</summary>
    public string? Default { get; init; }

    /// <summary>Whether file ids have a path: a part of an object, or an object of another vault.</summary>
    public bool HasOwnIds => Fields is not null || Part is not null || VaultName is not null || HasOwnPfx;

    /// <summary>The ids of its files in the response; of the newest version in a history.</summary>
    public IEnumerable<string> FileIds => Paths.Select(path => FileId(path, HasHistory ? "/0" : ""));

    /// <summary>The paths of its files, without the numbers of a history.</summary>
    public IEnumerable<VolumePath> Paths => Fields is null ? [Path] : Fields.Files.Select(file => file.Path);

    /// <summary>Whether the entry asks for several versions, each in a file <c>path/index</c>.</summary>
    public bool HasHistory => History > 1;

    /// <summary>The object's id in the response, such as <c>secret/database-password</c>.</summary>
    public string Id => $"{Type.ToWireName()}/{Name}";

    // suffix: the number of the version in a history, after a slash; empty without history.
    public string FileId(VolumePath path, string suffix) => HasOwnIds ? $"{Id}#{path}{suffix}" : Id + suffix;

    public override string ToString() => $"objects[{Index}] {Quoted.Text(Name)}";
}

/// <summary>A file that describes the objects of all entries that name it.</summary>
internal sealed record MetadataFile(VolumePath Path, bool HasTags);

/// <summary>What kind of vault object an entry names.</summary>
internal enum ObjectType
{
    Secret,

    /// <summary>A key: its public part.</summary>
    Key,

    /// <summary>A certificate: the leaf, without its key.</summary>
    Certificate,
}

/// <summary>What a certificate-backed secret becomes.</summary>
internal enum ObjectFormat
{
    /// <summary>Nothing was asked: PEM where the vault knows a certificate, the value as it is elsewhere.</summary>
    Default,

    /// <summary>PEM was asked for, so a PFX that was stored by hand is converted too.</summary>
    Pem,

    /// <summary>The PFX, as base64 text unless an encoding makes bytes of it.</summary>
    Pfx,
}

/// <summary>How a value's text becomes the file's bytes.</summary>
internal enum ObjectEncoding
{
    Utf8,

    Hex,

    /// <summary>The bytes that the base64 text (RFC 4648, section 4) spells.</summary>
    Base64,
}
