using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Persons;

namespace CareExchange.Exchange.Persons;

/// <summary>What tells one person from another, as one message states it, in comparable spelling.</summary>
public sealed record PersonTraits
{
    /// <summary>Names (<see cref="PersonText.Name"/>); empty where none is stated.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Date of birth; null where it is not stated to the day.</summary>
    public DateOnly? BirthDate { get; init; }

    /// <summary><c>male</c>, <c>female</c> or <c>other</c>; null where unknown.</summary>
    public string? Sex { get; init; }

    /// <summary>Addresses (<see cref="PersonText.Address"/>), registered and actual alike.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Resident registration number, 13 digits; null where not stated.</summary>
    public string? ResidentNumber { get; init; }

    /// <summary>True where a resident registration number is known, even if it does not stand here.</summary>
    public bool HasResidentNumber { get; init; }

    /// <summary>The other business identifiers.</summary>
    public IReadOnlyList<PersonIdentifier> Identifiers { get; init; } = [];

    /// <summary>The traits of a Patient.</summary>
    /// <remarks>Date of birth and sex are taken from the resident number where the Patient does not state them.</remarks>
    public static PersonTraits Of(Element patient)
    {
        string? number = null;
        var hasNumber = false;
        List<PersonIdentifier> identifiers = [];
        foreach (var identifier in patient.Children("identifier"))
        {
            if (Persons.ResidentNumber.Is(identifier))
            {
                hasNumber = true;
                number ??= Persons.ResidentNumber.Normalize(identifier["value"].Text);
            }
            else if (identifier["system"].Text is { } system && identifier["value"].Text is { } value)
            {
                identifiers.Add(new PersonIdentifier(system, value.Trim()));
            }
        }

        return new PersonTraits
        {
            Names = Read(patient.Children("name"), NameOf),
            Addresses = Read(patient.Children("address"), AddressOf),
            BirthDate = DateOnly.TryParseExact(patient["birthDate"].Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? date : number is null ? null : Persons.ResidentNumber.BirthDateOf(number),
            Sex = patient["gender"].Text is "male" or "female" or "other" ? patient["gender"].Text : number is null ? null : Persons.ResidentNumber.SexOf(number),
            ResidentNumber = number,
            HasResidentNumber = hasNumber,
            Identifiers = identifiers,
        };
    }

    /// <summary>Names the traits that are there, never their values.</summary>
    public override string ToString() => $"PersonTraits ({Names.Count} names, {Addresses.Count} addresses, {Identifiers.Count} identifiers)";

    /// <summary>The text a HumanName stands for.</summary>
    internal static string NameOf(Element name)
    {
        if (PersonText.Name(name["text"].Text) is { Length: > 0 } text) return text;
        var given = name.Children("given").ToArray().Select(part => part.Text ?? "");
        return PersonText.Name(name["family"].Text + string.Concat(given));
    }

    /// <summary>The text an Address stands for.</summary>
    internal static string AddressOf(Element address)
    {
        if (PersonText.Address(address["text"].Text) is { Length: > 0 } text) return text;
        var lines = address.Children("line").ToArray().Select(line => line.Text ?? "");
        return PersonText.Address(string.Join(' ', [address["state"].Text ?? "", address["city"].Text ?? "", address["district"].Text ?? "", .. lines]));
    }

    private static List<string> Read(ElementList elements, Func<Element, string> text)
    {
        List<string> texts = [];
        foreach (var element in elements)
        {
            if (text(element) is { Length: > 0 } value && !texts.Contains(value)) texts.Add(value);
        }

        return texts;
    }
}
