namespace Provider.Model;

/// <summary>A mount request's strings, unchecked. <c>Permission</c>: the default file mode, in decimal.</summary>
internal sealed record MountInput(string Attributes, string Secrets, string TargetPath, string Permission)
{
    /// <summary>Without the content: attributes and secrets both hold credentials.</summary>
    public override string ToString() => nameof(MountInput);
}
