/** PHP of a site, run as a process at low priority; knows no other package. */
package org.coursebackup.php;
