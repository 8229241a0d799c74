namespace CareExchange.Exchange.Consent.Templates;

/// <summary>Names of those who can be named: read before a template is compiled, so that nobody agrees to a reference.</summary>
/// <param name="Known">Name by reference, such as <c>Organization/x</c>; who is not in it cannot be named.</param>
public sealed record TemplateNames(IReadOnlyDictionary<string, string> Known)
{
    /// <summary>The name; null for nobody known.</summary>
    public string? Of(string reference) => Known.GetValueOrDefault(reference);
}
