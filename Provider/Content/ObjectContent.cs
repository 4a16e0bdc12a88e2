namespace Provider.Content;

/// <summary>The bytes of one vault object's files.</summary>
/// <param name="Whole">The file at the entry's path.</param>
internal sealed record ObjectContent(byte[] Whole)
{
    /// <summary>The file <c>path.crt</c>; none where no split files are made.</summary>
    public byte[]? Certificate { get; init; }

    /// <summary>The file <c>path.key</c>; none where no split files are made.</summary>
    public byte[]? PrivateKey { get; init; }

    /// <summary>What the log should say about them, as a clause.</summary>
    public string? Note { get; init; }
}
