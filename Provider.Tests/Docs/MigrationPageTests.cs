using System.Reflection;
using System.Text.RegularExpressions;
using Provider.Tests.Arguments;
using Provider.Tests.Content;
using Provider.Tests.EndToEnd;
using Provider.Tests.Hosting;
using Provider.Tests.Http.Proxies;
using Provider.Tests.KeyVault;
using Provider.Tests.Model;
using Provider.Tests.Parameters;
using Provider.Tests.Telemetry;

namespace Provider.Tests.Docs;

/// <summary>Each difference from the Go provider that the migration page lists has a test that shows it.</summary>
public sealed partial class MigrationPageTests
{
    /// <summary>How a row begins, without its kind, and the test of what is done here.</summary>
    private static readonly (string Row, string Test)[] Tests =
    [
        ("scrape the metrics' labels",
            nameof(MetricsPageTests.The_page_names_the_metrics_labels_and_values_that_are_exported_and_no_others)),
        ("match error texts in an alert",
            nameof(ErrorCodesTests.The_troubleshooting_page_has_a_section_for_each_code_with_its_words)),
        ("have a class that asks for `objectVersionHistory: N` and",
            nameof(HistoryTests.Exactly_as_many_enabled_versions_as_asked_for_are_read_newest_first)),
        ("use an environment file for AzureStackCloud",
            nameof(CloudEnvironmentFilesTests.A_path_outside_is_refused_before_it_is_looked_at)),
        ("profile with pprof", nameof(ArgumentReaderTests.The_go_providers_arguments_start_it_unchanged)),
        ("have a class with `objectVersionHistory` above 2,000",
            nameof(GoClassesTests.More_than_two_thousand_files_are_refused)),
        ("have a class whose paths have more than 20,000",
            nameof(PathRulesTests.Paths_of_more_than_twenty_thousand_elements_are_refused_before_they_are_compared)),
        ("call the socket as another user",
            nameof(ForeignUserTests.A_foreign_user_is_refused_before_a_byte_is_read_and_root_is_served_after_it)),

        ("names of parameters in one spelling", nameof(PlanReaderTests.Parameter_names_match_in_any_case)),
        ("always wants a tenant",
            nameof(AccessModeReaderTests.The_tenant_is_checked_where_entra_is_asked_and_only_there)),
        ("`userAssignedIdentityID` takes a client id",
            nameof(AccessModeReaderTests.The_nodes_identity_may_be_named_by_an_id_or_by_its_resource)),
        ("fails when `clientID` is set with another",
            nameof(AccessModeReaderTests.A_client_id_beside_another_mode_is_ignored_with_a_hint)),
        ("takes a service principal's values as they are",
            nameof(AccessModeReaderTests.A_service_principal_comes_from_secrets_with_keys_in_any_case)),
        ("takes one of two keys of the service principal",
            nameof(AccessModeReaderTests.A_secret_that_is_not_service_principal_says_which_key)),
        ("reads a malformed environment file",
            nameof(CloudReaderTests.A_file_that_describes_no_cloud_says_what_is_wrong_without_being_quoted)),
        ("sets `cloudEnvFileName` for the whole process",
            nameof(CloudReaderTests.Another_cloud_is_described_by_a_file_for_this_mount_alone)),
        ("reads any environment file of the container",
            nameof(CloudEnvironmentFilesTests.A_link_that_leads_out_is_refused_wherever_it_is_in_the_path)),
        ("takes any number as the `permission` of a request",
            nameof(PlanReaderTests.A_volume_permission_that_is_not_mode_is_refused)),
        ("reads half of a surrogate pair",
            nameof(GoRequestsTests.Half_of_a_surrogate_pair_in_the_attributes_is_refused)),

        ("items must be text", nameof(ObjectsReaderTests.An_entry_may_be_written_in_many_ways)),
        ("fields and values as they are written", nameof(EntryRulesTests.The_three_object_types_are_known_in_any_case)),
        ("the first mistake is reported",
            nameof(PlanReaderTests.All_problems_of_a_request_are_reported_together_each_with_its_place)),
        ("an unknown `objectType` fails when it is fetched",
            nameof(RefusedMountTests.A_class_that_is_wrong_is_refused_before_any_call)),
        ("a value after `!!binary` that is not base64",
            nameof(GoClassesTests.A_binary_value_that_is_not_base64_is_an_error_in_any_field)),
        ("a `filePermission` that is not an octal number",
            nameof(EntryRulesTests.A_field_without_a_valid_value_is_refused_by_name)),
        ("`latest` in lower case", nameof(EntryRulesTests.Empty_and_latest_both_mean_the_latest_version)),
        ("ignores `jsonKey`", nameof(FieldMountTests.Fields_of_one_secret_are_files_and_one_call)),
        ("ignores `objectPart`",
            nameof(CertificatePartMountTests.Key_and_certificate_are_files_with_modes_of_their_own_and_one_call)),
        ("ignores `optional` and `default`",
            nameof(OptionalMountTests.Without_its_object_a_file_is_left_out_or_holds_the_default)),
        ("ignores `find`", nameof(SearchMountTests.Each_object_that_matches_is_a_file)),
        ("ignores `keyvaultName` and `clientID` of an entry",
            nameof(SeveralVaultsTests.An_entry_is_read_as_its_own_identity)),
        ("ignores `metadataAlias`",
            nameof(MetadataMountTests.Entries_share_a_description_that_costs_no_call_and_holds_no_value)),
        ("ignores `passwordObject`",
            nameof(PfxPasswordMountTests.A_certificate_is_mounted_with_the_password_of_another_secret)),
        ("paths that collide", nameof(PathRulesTests.Two_entries_cannot_share_a_path_or_need_it_as_file_and_directory)),

        ("`objectVersionHistory: N` gives N + 1",
            nameof(HistoryTests.Exactly_as_many_enabled_versions_as_asked_for_are_read_newest_first)),
        ("a start version that is missing or disabled",
            nameof(HistoryTests.A_history_that_is_to_begin_at_a_missing_or_disabled_version_is_not_found)),
        ("`objectFormat: pem`, given explicitly",
            nameof(SecretContentTests.A_pfx_that_was_stored_by_hand_is_converted_when_pem_is_asked_for)),
        ("`objectFormat: pfx` is ignored", nameof(PemToPfxTests.A_certificate_stored_as_pem_becomes_a_pfx)),
        ("PEM content keeps the order",
            nameof(StoredPemTests.A_certificate_stored_as_pem_in_wrong_order_is_put_in_order_and_nothing_else_changes)),
        ("where the certificates make no chain",
            nameof(StoredPemTests.Where_the_certificates_make_no_chain_the_certificate_of_the_last_key_comes_before_an_authority)),
        ("a certificate with neither key nor certificate",
            nameof(CertificateCasesTests.A_pfx_with_neither_key_nor_certificate_is_refused)),
        ("`objectType: cert` writes the field `cer`",
            nameof(VolumeFilesTests.A_certificate_object_that_is_not_one_certificate_is_refused)),
        ("two copies of a root", nameof(ChainOrderTests.Copies_follow_their_first)),
        ("other certificates that appear twice", nameof(ChainOrderTests.Copies_follow_their_first)),
        ("finds a certificate's issuer by key ids",
            nameof(ChainOrderTests.Whatever_the_order_the_leaf_comes_first_and_the_root_last)),
        ("a secret with `kid` and without a content type",
            nameof(VaultResponsesTests.What_is_not_the_object_that_was_asked_for_is_an_error)),
        ("separate files of a `pfx` entry",
            nameof(VolumeFilesTests.Split_files_hold_certificates_and_key_and_stand_before_the_whole)),
        ("`.key` takes every block",
            nameof(VolumeFilesTests.Split_files_take_keys_of_every_form_as_they_are_and_leave_other_blocks_out)),
        ("keys on P-256K fail", nameof(PublicKeyFileTests.A_curve_key_is_the_block_that_openssl_writes)),
        ("a PFX with PBES2", nameof(PfxReaderTests.Every_way_of_openssl_to_write_one_is_read)),
        ("a volume too large for the driver",
            nameof(RefusedMountTests.A_volume_over_the_drivers_limit_is_refused_by_us_with_its_size)),

        ("a throttled or slow mount",
            nameof(ErrorCodesTests.No_code_ends_a_mount_in_a_status_that_kubelet_takes_as_not_final)),
        ("messages are Azure's",
            nameof(VaultReaderTests.A_response_that_is_not_key_vaults_is_an_error_that_does_not_quote_it)),
        ("starts although a port is taken", nameof(StartFailureTests.A_port_that_is_taken_is_named_with_its_flag)),
        ("`-v` does nothing with",
            nameof(MountLogTests.All_lines_of_a_mount_name_one_trace_and_the_next_mount_has_another)),
        ("`--custom-user-agent` is not sent",
            nameof(MountTests.The_calls_to_nmi_and_the_vault_are_exactly_as_documented)),
        ("health is whether the process responds", nameof(HealthzTests.A_socket_of_something_else_is_not_healthy)),
        ("`Watch` of the health service",
            nameof(ProcessTests.A_watch_of_the_health_service_does_not_hold_up_the_end)),
        ("`/debug/pprof/` is open",
            nameof(ProcessTests.Health_and_metrics_respond_on_their_own_ports_and_nothing_else_does)),
        ("follows a redirect of the vault", nameof(MountTests.A_redirect_is_not_followed_with_the_token)),
        ("an object's version is sent once for each",
            nameof(DifferentialTests.The_version_of_an_object_with_several_files_is_sent_once)),
        ("calls Key Vault with the api-version",
            nameof(MountTests.The_calls_to_nmi_and_the_vault_are_exactly_as_documented)),
        ("under 100 MiB, 1,000 pods",
            nameof(TurnTests.A_mount_takes_up_its_room_until_the_driver_has_read_the_response)),
        ("has no limit on what runs at once", nameof(TurnTests.A_mount_of_many_objects_takes_up_the_room_of_several)),
        ("every rotation of every pod reads",
            nameof(SharingTests.A_remount_makes_no_call_within_the_time_that_the_operator_allows)),

        ("`--endpoint=tcp://...`", nameof(ArgumentTests.What_cannot_be_read_ends_in_two_and_is_named)),
        ("`--prometheus-port` or `--healthz-port` out of",
            nameof(ArgumentReaderTests.A_wrong_argument_is_named_with_what_it_must_be)),
        ("`--healthz-path` without a slash",
            nameof(ArgumentReaderTests.A_wrong_argument_is_named_with_what_it_must_be)),
        ("`--healthz-path` with characters that URLs escape",
            nameof(HealthzTests.A_path_with_characters_that_URLs_escape_is_served)),
        ("an empty directory at the path",
            nameof(StartFailureTests.Something_that_cannot_be_replaced_at_the_sockets_path_is_named)),
        ("a value that no flag can have", nameof(ArgumentTests.What_cannot_be_read_ends_in_two_and_is_named)),
        ("`--token-proxy-url` and `--sni-name`",
            nameof(ArgumentReaderTests.A_wrong_argument_is_named_with_what_it_must_be)),
        ("`check`, `mount` or `completion`", nameof(ArgumentReaderTests.A_command_of_the_tool_names_the_tool)),

        ("`ALL_PROXY`, `all_proxy`", nameof(EnvironmentProxyTests.The_first_variable_in_the_order_of_Go_wins)),
        ("a malformed `HTTPS_PROXY`",
            nameof(EnvironmentProxyTests.A_malformed_address_is_refused_by_name_and_not_shown)),
        ("a user or password in `HTTPS_PROXY`",
            nameof(EnvironmentProxyTests.A_malformed_address_is_refused_by_name_and_not_shown)),
        ("blanks or a line end around", nameof(EnvironmentProxyTests.An_address_may_lack_scheme_and_port)),
        ("`socks4://` and `socks4a://`", nameof(EnvironmentProxyTests.An_address_may_lack_scheme_and_port)),
        ("an entry of `NO_PROXY` that is the end",
            nameof(ProxyBypassTests.A_host_is_called_through_the_proxy_exactly_where_Go_does)),
        ("a proxy that refuses", nameof(ProxyFailureTests.A_refusal_names_the_proxy_and_its_status)),

        ("`error`", nameof(MetricsPageTests.The_closed_sets_of_the_page_are_the_providers_own)),
        ("`error` of `grpc_request`",
            nameof(ProcessTests.Health_and_metrics_respond_on_their_own_ports_and_nothing_else_does)),
        ("`object_name`, `grpc_message`",
            nameof(MetricsPageTests.The_page_names_the_metrics_labels_and_values_that_are_exported_and_no_others)),
        ("`otel_scope_name`",
            nameof(MetricsPageTests.The_page_names_the_metrics_labels_and_values_that_are_exported_and_no_others)),
        ("`target_info`", nameof(ProcessTests.Metrics_have_the_text_format_whatever_the_scraper_accepts)),
        ("other metrics",
            nameof(MetricsPageTests.The_page_names_the_metrics_labels_and_values_that_are_exported_and_no_others)),
        ("buckets", nameof(DifferentialTests.Buckets_and_labels_of_the_Go_provider_are_there)),
    ];

    // Not differences: how the providers follow each other on a node, and flags that have no counterpart.
    private static readonly string[] OtherTables = ["| | what to do |", "| flag | default |"];

    [Fact]
    public void Each_row_has_a_test()
    {
        var rows = Rows();

        Assert.All(rows, row => Assert.Single(Matches(row)));
        Assert.All(Tests, test => Assert.True(rows.Any(row => Matches(row).Contains(test)), $"no row: {test.Row}"));
    }

    [Fact]
    public void Each_of_them_runs()
    {
        var run = typeof(MigrationPageTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttributes().Any(attribute => attribute is FactAttribute))
            .Select(method => method.Name).ToHashSet(StringComparer.Ordinal);

        Assert.All(Tests, test => Assert.Contains(test.Test, run));
    }

    // A row may begin with the whole of another's beginning: the longest counts.
    private static (string Row, string Test)[] Matches(string row)
    {
        var begin = Tests.Where(test => row.StartsWith(test.Row, StringComparison.Ordinal)).ToArray();
        return [.. begin.Where(test => test.Row.Length == begin.Max(one => one.Row.Length))];
    }

    private static List<string> Rows()
    {
        var rows = new List<string>();
        var isDifference = false;
        var lines = MarkdownPage.Read("docs/migrating-from-the-go-provider.md").Text.Split('\n');
        for (var at = 1; at < lines.Length; at++)
        {
            if (Separator().IsMatch(lines[at]))
            {
                isDifference =
                    !OtherTables.Any(table => lines[at - 1].StartsWith(table, StringComparison.Ordinal));
            }
            else if (isDifference && lines[at].StartsWith("| ", StringComparison.Ordinal)
                && !Separator().IsMatch(lines[at + 1]))
            {
                rows.Add(Kind().Replace(lines[at], ""));
            }
        }

        return rows;
    }

    [GeneratedRegex(@"^\|(---\|)+$")]
    private static partial Regex Separator();

    [GeneratedRegex(@"^\| (\*\w+\* \| )?")]
    private static partial Regex Kind();
}
