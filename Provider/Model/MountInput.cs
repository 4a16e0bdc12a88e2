namespace Provider.Model;

/// <summary>A mount request's strings, as the driver sent them: nothing in here has been checked.</summary>
/// <param name="Attributes">A JSON object: the class's parameters, the pod's volume attributes, kubelet's keys.</param>
/// <param name="Secrets">A JSON object of the nodePublishSecretRef, or <c>null</c>.</param>
/// <param name="TargetPath">Where the driver will put the volume.</param>
/// <param name="Permission">The volume's default file mode, a decimal number.</param>
internal sealed record MountInput(string Attributes, string Secrets, string TargetPath, string Permission)
{
    /// <summary>Says nothing of what is inside: attributes and secrets both hold credentials.</summary>
    public override string ToString() => nameof(MountInput);
}
