package org.coursebackup.archive.text;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts an archive's secrets (LTI tools) with the site's own backup key, so that only the same site can read them:
 * base64 of HMAC-SHA256 over IV and cipher text, IV, AES-256-CBC cipher text (Moodle: encrypted final element).
 *
 * <p>The IV is an HMAC of the value, so that the same course gives the same archive: two archives reveal whether a
 * secret has changed, and nothing else about it.
 */
public final class BackupCipher {
    /** Keeps the HMAC that makes the IV distinct from the one that signs. */
    private static final byte[] IV_OF = "initialisation vector of:".getBytes(StandardCharsets.US_ASCII);

    private final byte[] key;

    private int withheld;

    /** @param key base64 of 32 bytes; without a usable key encrypted values are written as NULL */
    public BackupCipher(String key) {
        this.key = usable(key);
    }

    private static byte[] usable(String key) {
        try {
            byte[] bytes = Base64.getDecoder().decode(key == null ? "" : key.trim());
            return bytes.length == 32 ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** How many values could not be encrypted for lack of a key; empty ones don't count. */
    public int withheld() {
        return withheld;
    }

    /** The encrypted text; NULL is treated as empty text. Null if there is no key. */
    public String encrypt(String value) {
        if (key == null) {
            withheld += value == null || value.isEmpty() ? 0 : 1;
            return null;
        }
        try {
            byte[] plain = (value == null ? "" : value).getBytes(StandardCharsets.UTF_8);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(IV_OF);
            byte[] iv = Arrays.copyOf(mac.doFinal(plain), 16);
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            byte[] text = cipher.doFinal(plain);
            mac.update(iv);
            mac.update(text);
            byte[] sealed = new byte[32 + iv.length + text.length];
            System.arraycopy(mac.doFinal(), 0, sealed, 0, 32);
            System.arraycopy(iv, 0, sealed, 32, iv.length);
            System.arraycopy(text, 0, sealed, 32 + iv.length, text.length);
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The site's backup key (config_plugins backup/backup_encryptkey) can't be used: " + e.getMessage(),
                    e);
        }
    }
}
