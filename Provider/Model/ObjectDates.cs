namespace Provider.Model;

/// <summary>When a mounted object expires and when it was last changed; null where the vault does not say.</summary>
internal readonly record struct ObjectDates(ObjectType Type, DateTimeOffset? ExpiresOn, DateTimeOffset? UpdatedOn);
