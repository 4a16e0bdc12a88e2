using System.CommandLine;
using System.CommandLine.Invocation;
using Provider.Hosting;

namespace Provider.Tool.Commands;

/// <summary>Writes version and build date as JSON.</summary>
internal sealed class VersionText : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(ProductInfo.Current.ToJson());
        return 0;
    }
}
