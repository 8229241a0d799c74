using System.Text.Json;

namespace CareExchange.Exchange.Operations;

/// <summary>Where a page of <c>$everything</c> begins, and what was asked on the first one: the content of its cursor.</summary>
internal sealed record EverythingPage(EverythingFilter Filter, string AfterType, string AfterId)
{
    public string Write() => JsonSerializer.Serialize(this);

    public static EverythingPage? Read(string text) => JsonSerializer.Deserialize<EverythingPage>(text);
}
