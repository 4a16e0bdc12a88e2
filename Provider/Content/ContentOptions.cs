namespace Provider.Content;

/// <summary>What the operator chose about the files of certificates.</summary>
/// <param name="ConstructPemChain">Whether certificates in PEM content are put in order: leaf, intermediates, root.</param>
/// <param name="SeparateCertificateAndKey">Whether certificate-backed secrets also give a <c>.crt</c> and a <c>.key</c> file.</param>
internal sealed record ContentOptions(bool ConstructPemChain, bool SeparateCertificateAndKey);
