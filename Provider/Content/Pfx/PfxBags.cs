using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Provider.Content.Pfx;

/// <summary>Collects the keys and certificates of a PFX's bags (RFC 7292, section 4.2), in their order.</summary>
/// <param name="form">The password.</param>
/// <param name="budget">Pays for decryption.</param>
/// <param name="erasable">Takes what is decrypted in passing.</param>
internal sealed class PfxBags(PasswordForm form, IterationBudget budget, Erasable erasable)
{
    // More than a secret of 25 KB, a vault's limit, has room for; a key's import and a certificate's take time.
    private const int MostBags = 200;
    private const int Deepest = 4;

    private readonly ImmutableArray<byte[]>.Builder keys = ImmutableArray.CreateBuilder<byte[]>();
    private readonly ImmutableArray<ReadOnlyMemory<byte>>.Builder certificates = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();

    /// <summary>Reads a sequence of bags.</summary>
    /// <param name="contents">SafeContents.</param>
    /// <exception cref="UnreadableContentException">There are too many bags, or one uses what is not supported.</exception>
    public void Read(ReadOnlyMemory<byte> contents) => Read(Asn1.Reader(contents), depth: 0);

    /// <summary>What was collected.</summary>
    public CertificateBundle ToBundle() => new(keys.ToImmutable(), certificates.ToImmutable());

    private void Read(AsnReader contents, int depth)
    {
        var bags = contents.ReadSequence();
        while (bags.HasData)
        {
            Bag(bags.ReadSequence(), depth);
            if (keys.Count + certificates.Count > MostBags)
            {
                throw new UnreadableContentException($"holds more than {MostBags} keys and certificates");
            }
        }
    }

    // Bags of other types, revocation lists and secrets, have no place in a certificate's files.
    private void Bag(AsnReader bag, int depth)
    {
        var type = bag.ReadObjectIdentifier();
        var value = Asn1.Explicit(bag);
        switch (type)
        {
            case PfxOids.KeyBag:
                keys.Add(PrivateKeyForms.Normal(value.ReadEncodedValue()));
                break;
            case PfxOids.ShroudedKeyBag:
                var encrypted = value.ReadSequence();
                var algorithm = encrypted.ReadSequence();
                keys.Add(PrivateKeyForms.Normal(
                    erasable.Keep(PasswordCipher.Decrypt(algorithm, encrypted.ReadOctetString(), form, budget))));
                break;
            case PfxOids.CertificateBag:
                Certificate(value.ReadSequence());
                break;
            case PfxOids.NestedBags when depth == Deepest:
                throw new UnreadableContentException("nests its bags too deep");
            case PfxOids.NestedBags:
                Read(value, depth + 1);
                break;
        }
    }

    private void Certificate(AsnReader bag)
    {
        if (bag.ReadObjectIdentifier() == PfxOids.X509Certificate)
        {
            var bytes = Asn1.Explicit(bag).ReadOctetString();
            // Loaded once, so that what cannot be one fails here and not in the pod.
            X509CertificateLoader.LoadCertificate(bytes).Dispose();
            certificates.Add(bytes);
        }
    }
}
