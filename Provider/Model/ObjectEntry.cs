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
    /// <summary>The fields of the secret's value that become files; null for the whole value.</summary>
    public FieldSelection? Fields { get; init; }

    /// <summary>The part of a certificate in the file; null for the format's own parts.</summary>
    public CertificatePart? Part { get; init; }

    /// <summary>The search for its objects; null for the object of its name.</summary>
    public ObjectSearch? Search { get; init; }

    /// <summary>The secret that holds the password of the PFX; null for no password.</summary>
    public string? PasswordObject { get; init; }

    /// <summary>The friendly name of the PFX's key; null for none.</summary>
    public string? KeyAlias { get; init; }

    /// <summary>Whether a PFX is written again, or read with a password.</summary>
    public bool HasOwnPfx => PasswordObject is not null || KeyAlias is not null;

    /// <summary>The metadata file, possibly shared with other entries; null for none.</summary>
    public MetadataFile? Metadata { get; init; }

    /// <summary>Its vault; null for the class's.</summary>
    public string? VaultName { get; init; }

    /// <summary>The client id of the identity that reads it, with workload identity; null for the class's.</summary>
    public string? ClientId { get; init; }

    /// <summary>Whether the mount succeeds without the object.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The file's content if the vault does not have the object; null for no file.</summary>
    public string? Default { get; init; }

    /// <summary>Whether file ids include a path: for a part of an object, or an object of another vault.</summary>
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

/// <summary>A file with the metadata of the objects of all entries that name it.</summary>
internal sealed record MetadataFile(VolumePath Path, bool HasTags);

/// <summary>The type of the vault object of an entry.</summary>
internal enum ObjectType
{
    Secret,

    /// <summary>A key: its public part.</summary>
    Key,

    /// <summary>A certificate: the leaf, without its key.</summary>
    Certificate,
}

/// <summary>The format of a certificate-backed secret's file.</summary>
internal enum ObjectFormat
{
    /// <summary>Not set: PEM for a certificate of the vault, otherwise the value unchanged.</summary>
    Default,

    /// <summary>PEM was requested, so a PFX that was stored as a plain secret is converted too.</summary>
    Pem,

    /// <summary>The PFX, as base64 text unless an encoding decodes it.</summary>
    Pfx,
}

/// <summary>The encoding of a value's text.</summary>
internal enum ObjectEncoding
{
    Utf8,

    Hex,

    /// <summary>Base64 (RFC 4648, section 4).</summary>
    Base64,
}
