package org.coursebackup.archive.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BackupCipherTest {
    private static final byte[] KEY = "0123456789abcdef0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"secret", "sixteen bytes...", "K\u00F6ln \uD83D\uDE00"})
    void a_value_is_sealed_and_can_be_opened_with_the_same_key(String value) throws Exception {
        byte[] sealed = Base64.getDecoder()
                .decode(new BackupCipher(Base64.getEncoder().encodeToString(KEY) + "\n").encrypt(value));
        assertThat(sealed).as("restore gives up below 48 bytes").hasSizeGreaterThanOrEqualTo(48);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        assertThat(Arrays.copyOf(sealed, 32)).isEqualTo(mac.doFinal(Arrays.copyOfRange(sealed, 32, sealed.length)));
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(KEY, "AES"),
                new IvParameterSpec(Arrays.copyOfRange(sealed, 32, 48)));
        assertThat(new String(cipher.doFinal(sealed, 48, sealed.length - 48), StandardCharsets.UTF_8))
                .isEqualTo(value == null ? "" : value);
    }

    @Test
    void the_same_value_makes_the_same_archive_and_another_value_tells_nothing_of_it() {
        BackupCipher cipher = new BackupCipher(Base64.getEncoder().encodeToString(KEY));
        assertThat(cipher.encrypt("secret")).isEqualTo(cipher.encrypt("secret"));
        byte[] one = Base64.getDecoder().decode(cipher.encrypt("the same first block, then a"));
        byte[] other = Base64.getDecoder().decode(cipher.encrypt("the same first block, then b"));
        assertThat(Arrays.copyOfRange(one, 32, 64)).isNotEqualTo(Arrays.copyOfRange(other, 32, 64));
    }

    @Test
    void a_site_without_a_key_gets_null() {
        assertThat(new BackupCipher(null).encrypt("secret")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "not base64!", "c2hvcnQ="})
    void a_key_that_cannot_be_used_costs_the_secrets_only(String key) {
        BackupCipher cipher = new BackupCipher(key);
        assertThat(cipher.encrypt("secret")).isNull();
        assertThat(cipher.encrypt("")).isNull();
        assertThat(cipher.withheld()).isEqualTo(1);
    }
}
