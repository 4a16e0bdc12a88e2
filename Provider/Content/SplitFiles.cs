namespace Provider.Content;

/// <summary>The files <c>path.crt</c> and <c>path.key</c> in addition to a certificate's file.</summary>
internal static class SplitFiles
{
    /// <summary>Leaves out empty files: they would look like a certificate or key until used.</summary>
    public static ObjectContent Add(ObjectContent content, byte[] certificate, byte[] privateKey)
    {
        var notes = content.Notes;
        if (certificate.Length == 0)
        {
            notes = notes.Add("has no certificate, so its .crt file is not written");
        }

        if (privateKey.Length == 0)
        {
            notes = notes.Add("has no private key, so its .key file is not written");
        }

        return content with
        {
            Certificate = certificate.Length == 0 ? null : certificate,
            PrivateKey = privateKey.Length == 0 ? null : privateKey,
            Notes = notes,
        };
    }
}
