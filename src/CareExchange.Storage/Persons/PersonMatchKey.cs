namespace CareExchange.Storage.Persons;

/// <summary>Several traits that together point to a person; in the store only their keyed hash remains.</summary>
/// <param name="Kind">Which traits, such as <c>name-birth-sex-address</c> or <c>name-birth-sex</c>.</param>
/// <param name="Text">The traits, normalised and joined by the caller.</param>
public sealed record PersonMatchKey(string Kind, string Text)
{
    /// <summary>Names the kind, never the text.</summary>
    public override string ToString() => $"PersonMatchKey {Kind}";
}
