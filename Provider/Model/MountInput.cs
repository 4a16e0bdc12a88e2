namespace Provider.Model;

/// <summary>
/// A mount request's strings, as the driver sent them: nothing in here has been checked. <c>Permission</c>: the
/// volume's default file mode, a decimal number.
/// </summary>
internal sealed record MountInput(string Attributes, string Secrets, string TargetPath, string Permission)
{
    /// <summary>Says nothing of what is inside: attributes and secrets both hold credentials.</summary>
    public override string ToString() => nameof(MountInput);
}
