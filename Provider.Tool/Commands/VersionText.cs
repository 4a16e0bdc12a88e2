using System.CommandLine;
using System.CommandLine.Invocation;
using Provider.Hosting;

namespace Provider.Tool.Commands;

/// <summary>Writes version and build date as JSON.</summary>
internal sealed class VersionText : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(ProductInfo.Current.ToJson());
        return 0;
    }
}
