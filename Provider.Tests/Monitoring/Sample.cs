namespace Provider.Tests.Monitoring;

/// <summary>One value of an answer of Prometheus, with its labels as text.</summary>
internal sealed record Sample(string Labels, double Value);
