using CareExchange.Exchange.Consent;
using Xunit;
using static CareExchange.Exchange.Tests.Consent.ConsentSamples;

namespace CareExchange.Exchange.Tests.Consent;

public sealed class DataCategoriesTests
{
    [Theory]
    [InlineData("Patient", "identity")]
    [InlineData("RelatedPerson", "household")]
    [InlineData("Condition", "clinical")]
    [InlineData("QuestionnaireResponse", "function")]
    [InlineData("Coverage", "benefit")]
    [InlineData("CarePlan", "service")]
    [InlineData("Task", "referral")]
    [InlineData("Consent", "consent")]
    [InlineData("Organization", "admin")]
    [InlineData("DocumentReference", "record")]
    [InlineData("Provenance", "record")]
    [InlineData("BodyStructure", "clinical")]
    public void The_type_decides_where_no_label_stands(string type, string category) => Assert.Equal(category, Classify(type, ""));

    [Theory]
    [InlineData("Observation", "cognition", "cognition")]
    [InlineData("Observation", "unheard-of", "clinical")]
    [InlineData("Observation", "admin", "clinical")]
    [InlineData("Organization", "clinical", "admin")]
    public void A_label_wins_where_it_is_known_and_does_not_change_what_is_about_a_person(string type, string label, string category) =>
        Assert.Equal(category, Classify(type, $$""","meta":{"security":[{"system":"urn:careexchange:data-category","code":"{{label}}"}]}"""));

    [Theory]
    [InlineData("Device", ""","patient":{"reference":"Patient/p"}""", "clinical")]
    [InlineData("Device", ""","patient":{"display":"x"},"meta":{"security":[{"system":"urn:careexchange:data-category","code":"admin"}]}""", "clinical")]
    [InlineData("Device", ""","patient":{"reference":"#p"},"meta":{"security":[{"system":"urn:careexchange:data-category","code":"service"}]}""", "service")]
    [InlineData("Device", ""","owner":{"reference":"Organization/o"}""", "admin")]
    [InlineData("Organization", ""","contained":[{"resourceType":"Patient","name":[{"text":"x"}]}]""", "clinical")]
    [InlineData("Practitioner", ""","contained":[{"resourceType":"Organization","name":"x"},{"resourceType":"Observation","status":"final"}]""", "clinical")]
    [InlineData("PractitionerRole", ""","contained":[{"resourceType":"Practitioner"},{"resourceType":"Location"}]""", "admin")]
    public void What_names_a_patient_or_carries_a_record_inside_is_no_entry_of_the_directory(string type, string more, string category) => Assert.Equal(category, Classify(type, more));

    [Fact]
    public void A_survey_observation_tells_of_daily_life() =>
        Assert.Equal("function", Classify("Observation", ""","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"survey"}]}]"""));

    [Fact]
    public void Every_category_has_a_name_in_both_languages() =>
        Assert.All(DataCategories.All, category => Assert.True(category.English.Length > 0 && category.Korean.Any(letter => letter >= '가')));

    private static string Classify(string type, string more) => DataCategories.Classify(Parse($"{{\"resourceType\":\"{type}\"{more}}}").Root);
}
