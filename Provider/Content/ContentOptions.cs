namespace Provider.Content;

/// <summary>The operator's options for the files of certificates.</summary>
// ConstructPemChain: whether certificates in PEM content are put in order: leaf, intermediates, root.
// SeparateCertificateAndKey: whether certificate-backed secrets also give a .crt and a .key file.
internal sealed record ContentOptions(bool ConstructPemChain, bool SeparateCertificateAndKey);
