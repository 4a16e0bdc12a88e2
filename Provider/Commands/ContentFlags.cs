using System.CommandLine;
using Provider.Hosting;

namespace Provider.Commands;

/// <summary>The flags that decide what a volume's files hold; a person's mount has them as the daemon has.</summary>
internal sealed class ContentFlags
{
    private const string Title = "What the files hold";
    private static readonly ServeOptions Defaults = new();

    private readonly DescribedOption<bool> constructChain = ServeFlags.Flag(Title, "--construct-pem-chain", Defaults.ConstructPemChain, "Put certificates in order: leaf, intermediates, root.");
    private readonly DescribedOption<bool> separateFiles = ServeFlags.Flag(Title, "--write-cert-and-key-in-separate-files", Defaults.SeparateCertificateAndKey, "Write .crt and .key files beside certificate-backed secrets.");
    private readonly DescribedOption<int> responseLimit = ServeFlags.Flag(Title, "--max-call-recv-msg-size", Defaults.ResponseLimit, "The driver's limit for a volume, in bytes.");

    /// <summary>Checks each value as the command line is parsed.</summary>
    public ContentFlags() => ServeFlags.Check(responseLimit, number => number > 0, "must be more than 0");

    /// <summary>All of them.</summary>
    public Option[] All => [constructChain, separateFiles, responseLimit];

    /// <summary>Adds what was chosen.</summary>
    /// <param name="parsed">A command line without errors.</param>
    /// <param name="options">The other options.</param>
    public ServeOptions Read(ParseResult parsed, ServeOptions options) => options with
    {
        ConstructPemChain = parsed.GetRequiredValue(constructChain),
        SeparateCertificateAndKey = parsed.GetRequiredValue(separateFiles),
        ResponseLimit = parsed.GetRequiredValue(responseLimit),
    };
}
