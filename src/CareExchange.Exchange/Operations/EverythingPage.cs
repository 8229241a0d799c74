using System.Text.Json;

namespace CareExchange.Exchange.Operations;

/// <summary>Where a page of <c>$everything</c> begins, and what was asked on the first one: the content of its cursor.</summary>
/// <param name="Filter">What was asked.</param>
/// <param name="AfterType">Type of the last resource of the page before; empty for none.</param>
/// <param name="AfterId">Its id.</param>
internal sealed record EverythingPage(EverythingFilter Filter, string AfterType, string AfterId)
{
    /// <summary>Of all persons: the one whose record goes on; empty where the next one begins.</summary>
    public string Person { get; init; } = "";

    /// <summary>Of all persons: the cursor behind that person; empty for the first.</summary>
    public string Patients { get; init; } = "";

    /// <summary>Of all persons: true where nobody follows that person.</summary>
    public bool IsLast { get; init; }

    /// <summary>True for the first page.</summary>
    internal bool IsBeginning => AfterType.Length == 0 && Person.Length == 0 && Patients.Length == 0;

    public string Write() => JsonSerializer.Serialize(this);

    public static EverythingPage? Read(string text) => JsonSerializer.Deserialize<EverythingPage>(text);
}
