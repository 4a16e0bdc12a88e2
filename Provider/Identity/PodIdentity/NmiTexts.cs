namespace Provider.Identity.PodIdentity;

/// <summary>What a text of NMI means.</summary>
// NotPlaced: the identity is assigned, and MIC has not put it on the node. NoRefresh: NMI could not ask for its token.
// Refused: NMI asked, and Azure refused.
internal enum NmiText
{
    Unknown,
    NotFromHost,
    Misconfigured,
    NotAssigned,
    NotPlaced,
    NoRefresh,
    Refused,
}

/// <summary>The texts of aad-pod-identity v1.5 to v1.8, whatever status each version sends with them.</summary>
internal static class NmiTexts
{
    private static readonly (NmiText Meaning, string[] Parts)[] Known =
    [
        (NmiText.NotFromHost, ["request remote address is not from a host"]),
        (NmiText.Refused, ["Refresh request failed. Status Code = '"]),
        (NmiText.NoRefresh, ["Failed to execute the refresh request"]),
        (NmiText.Misconfigured, ["parameter 'secret' cannot be empty"]),
        (NmiText.Misconfigured, ["unsupported identity type"]),
        (NmiText.Misconfigured, ["pkcs12:"]),
        (NmiText.Misconfigured, ["failed to get Kubernetes secret"]),
        (NmiText.Misconfigured, ["secrets \"", "\" not found"]),
        // NMI looks for a namespaced identity in the pod's namespace, and does not expect to find none.
        (NmiText.Misconfigured, ["index out of range"]),
        (NmiText.NotPlaced, ["getting assigned identities", "in ASSIGNED state failed"]),
        (NmiText.NotAssigned, ["getting assigned identities", "in CREATED state failed"]),
        (NmiText.NotAssigned, ["no AzureAssignedIdentity found"]),
        (NmiText.NotAssigned, ["no azure identity found"]),
        (NmiText.NotAssigned, ["failed to get pod"]),
    ];

    public static NmiText Read(string text) => Known.FirstOrDefault(known => Holds(text, known.Parts)).Meaning;

    // The parts in their order, whatever is between them.
    private static bool Holds(string text, string[] parts)
    {
        var from = 0;
        foreach (var part in parts)
        {
            var at = text.IndexOf(part, from, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            from = at + part.Length;
        }

        return true;
    }
}
