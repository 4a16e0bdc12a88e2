namespace Provider.Sandbox.Processes;

/// <summary>The provider ended or did not answer in time; the message holds what it wrote.</summary>
internal sealed class ProviderStartException(string problem, string output) : Exception($"{problem} It wrote:\n{output}");
